/** Tells how far the loading is: one line per list, filled in as it goes on a terminal. */
export interface Progress {
  begin(label: string, total: number): void;
  end(taken: number, total: number, refusals: readonly string[]): void;
}

export function progressOn(output: NodeJS.WriteStream): Progress {
  let label = "";
  return {
    begin(name, total) {
      label = name;
      if (output.isTTY) output.write(`  ${label} 0/${total}`);
    },
    end(taken, total, refusals) {
      if (output.isTTY) output.write("\r\x1b[2K");
      output.write(`  ${label} ${taken}/${total}\n`);
      for (const refusal of refusals) output.write(`    ${refusal}\n`);
    },
  };
}
