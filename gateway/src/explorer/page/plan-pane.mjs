import { askForPlan } from "./gateway.mjs";
import { GraphiQL, h, React } from "./libraries.mjs";
import { SessionContext } from "./session.mjs";

/** How the gateway would go about the operation in the editor. */
export const planPane = { title: "执行计划 Plan", icon: Icon, content: Plan };

const KINDS = {
  sequence: "依次 Sequence",
  parallel: "同时 Parallel",
  condition: "条件 Condition",
  fetch: "查询 Fetch",
  entities: "补全 Entities",
};

/** @typedef {{ plan: import("./gateway.mjs").PlanStep } | { message: string } | null} Shown */

function Plan() {
  const { credential } = React.useContext(SessionContext);
  const { queryEditor, variableEditor } = GraphiQL.React.useEditorContext({ nonNull: true });
  const [shown, setShown] = React.useState(/** @returns {Shown} */ () => null);
  const show = async () => {
    setShown({ message: "…" });
    const operation = {
      query: queryEditor?.getValue() ?? "",
      operationName: queryEditor?.operationName ?? null,
      variables: variablesIn(variableEditor?.getValue() ?? ""),
    };
    setShown(
      operation.variables === undefined
        ? { message: "变量不是有效的 JSON。The variables are not valid JSON." }
        : await askForPlan(credential, operation),
    );
  };
  return h(
    "section",
    { className: "pane" },
    h("h2", null, "执行计划 Plan"),
    h(
      "p",
      null,
      "网关怎样执行编辑器里的查询：问哪些子图，先后如何。不会执行它。",
      h("span", { lang: "en" }, "How the gateway would run what is in the editor, without running it."),
    ),
    h("button", { type: "button", className: "show", onClick: () => void show() }, "查看计划 Show plan"),
    shown && "message" in shown && h("p", { className: "notice", role: "status" }, shown.message),
    shown && "plan" in shown && h("ul", { className: "plan" }, h(Step, { step: shown.plan })),
  );
}

/** @param {{ step: import("./gateway.mjs").PlanStep }} props */
function Step({ step }) {
  const { kind, title, subgraph, paths = [], operation, children } = step;
  return h(
    "li",
    { className: kind },
    h(
      "div",
      { className: "step" },
      h("b", null, KINDS[kind]),
      subgraph !== undefined && h("span", { className: `subgraph ${subgraph}` }, subgraph),
      h("span", null, title),
    ),
    paths.length > 0 &&
      h(
        "div",
        { className: "paths" },
        "补到 at ",
        paths.map((path) => h("code", { key: path }, path)),
      ),
    operation !== undefined &&
      h("details", null, h("summary", null, "子查询 Operation"), h("pre", null, operation)),
    children.length > 0 &&
      h(
        "ul",
        null,
        children.map((child, index) => h(Step, { key: index, step: child })),
      ),
  );
}

/**
 * @param {string} text
 * @returns {unknown} null where there are none, undefined where it is not JSON
 */
function variablesIn(text) {
  if (text.trim() === "") return null;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function Icon() {
  return h(
    "svg",
    { viewBox: "0 0 24 24", fill: "none", stroke: "currentColor", strokeWidth: 1.5, "aria-hidden": true },
    h("path", { d: "M4 4h6v5H4zM14 9h6v5h-6zM14 17h6v5h-6zM7 9v10.500h7M7 11.500h7" }),
  );
}
