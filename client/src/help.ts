import type { Command } from "./commands/command.ts";
import type { Say } from "./language.ts";
import { pad } from "./text-width.ts";

const NAME_WIDTH = 34;

/** What every option means: [with its value, Chinese, English]. */
const OPTIONS: Readonly<Record<string, readonly [string, string, string]>> = {
  list: [
    "--list LIST",
    "清单：resources、needs、projects；不写则看文件名",
    "resources, needs, projects; else by the file's name",
  ],
  unit: [
    "--unit UNIT",
    "单位的信用代码、名称或编号；默认本单位",
    "a unit by USCC, name or id; default: your own",
  ],
  mode: [
    "--mode merge|replace",
    "merge 只增改（默认）；replace 文件里没有的撤下",
    "merge (default), or replace: rows not in the file are withdrawn",
  ],
  rows: [
    "--rows good|all",
    "good 收下好的行（默认）；all 有一行退回就都不收",
    "good rows (default), or all or nothing",
  ],
  "dry-run": ["--dry-run", "试运行：逐行比较，什么也不写入", "compare row by row and write nothing"],
  encoding: [
    "--encoding NAME",
    "文件编码，猜错时用：UTF-8、GB18030 …",
    "where the guess is wrong: UTF-8, GB18030 …",
  ],
  sheet: ["--sheet NAME", "工作表的名称或序号", "a workbook's sheet by name or number"],
  name: ["--name NAME", "标准输入的文件名", "a file name for standard input"],
  key: [
    "--key KEY",
    "自定幂等键；默认每次运行一个，断线重跑沿用",
    "idempotency key; default: one a run, kept until an answer came",
  ],
  json: ["--json", "结果为 JSON（标准输出）", "the result as JSON on standard output"],
  all: ["--all", "列出全部问题和变化", "list all problems and changes"],
  out: [
    "-o, --out FILE",
    "写入文件；发布和检查时为批注好的表",
    "write to a file; of publish and check: the sheet with remarks",
  ],
  format: ["--format FORMAT", "文件格式；默认看 -o 的后缀", "file format; default: by the ending of -o"],
  force: ["--force", "覆盖已有的文件", "overwrite the file"],
  quiet: ["-q, --quiet", "不显示进度", "no progress"],
  url: [
    "--url URL",
    "平台地址（GONGJIAN_URL），默认 http://127.0.0.1:4000",
    "address (GONGJIAN_URL), default http://127.0.0.1:4000",
  ],
  "api-key-file": [
    "--api-key-file FILE",
    "从文件读接口密钥（推荐）",
    "read the API key from a file (recommended)",
  ],
  "api-key": ["--api-key KEY", "接口密钥（GONGJIAN_API_KEY）", "API key (GONGJIAN_API_KEY)"],
  token: ["--token TOKEN", "令牌（GONGJIAN_TOKEN）", "token (GONGJIAN_TOKEN)"],
  lang: ["--lang zh|en", "语言，默认看 LANG", "language, default by LANG"],
};

const ALWAYS = ["json", "quiet", "lang"];

export function overview(commands: readonly Command[], say: Say): string {
  return [
    say("gongjian：发布和核对共建清单", "gongjian: publish and check the lists of Gongjian"),
    "",
    say("用法：gongjian 命令 [选项]", "Usage: gongjian COMMAND [options]"),
    "",
    ...commands.map(({ name, operands, summary }) => entry(`${name} ${operands}`, say(...summary))),
    "",
    say("gongjian 命令 --help 看该命令的选项。", "gongjian COMMAND --help shows the options of a command."),
    "",
    exitCodes(say),
    "",
    say("例：", "Examples:"),
    "  gongjian check 资源清单.xlsx",
    "  gongjian publish 资源清单.xlsx --dry-run",
    "  GONGJIAN_API_KEY=gjk_… gongjian publish 需求清单.csv --mode replace --out 结果.csv",
    "  gongjian undo --list needs",
  ].join("\n");
}

export function helpOf({ name, operands, summary, options }: Command, say: Say): string {
  const told = [...options, ...ALWAYS].flatMap((option) => {
    const entryOf = OPTIONS[option];
    return entryOf ? [entry(entryOf[0], say(entryOf[1], entryOf[2]))] : [];
  });
  return [
    `gongjian ${name} ${operands}`,
    `  ${say(...summary)}`,
    "",
    say("选项：", "Options:"),
    ...told,
    "",
    exitCodes(say),
  ].join("\n");
}

function exitCodes(say: Say): string {
  return say(
    "退出码：0 全部收下；1 有行被退回；2 用法不对；3 整份未收；4 没有权限；5 服务或网络故障，可重试",
    "Exit codes: 0 all taken; 1 some rows refused; 2 usage; 3 whole file refused; 4 not authorised; 5 server or connection",
  );
}

function entry(term: string, text: string): string {
  return `  ${pad(term, NAME_WIDTH)}${text}`;
}
