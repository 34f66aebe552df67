import { pad, widthOf, wrap } from "./text-width.ts";

const GAP = "  ";
const LEAST = 16;

/** A table of texts for a terminal: columns as wide as they need, the last two share what is left and wrap. */
export function table(
  heading: readonly string[],
  rows: readonly (readonly string[])[],
  width: number,
): string {
  const natural = heading.map((text, i) =>
    Math.max(widthOf(text), ...rows.map((row) => widthOf(row[i] ?? ""))),
  );
  const widths = fit(natural, width);
  const draw = (row: readonly string[]): string[] => {
    const cells = widths.map((cellWidth, i) => wrap(row[i] ?? "", cellWidth));
    const height = Math.max(...cells.map((lines) => lines.length));
    return Array.from({ length: height }, (_, line) =>
      widths
        .map((cellWidth, i) => pad(cells[i]?.[line] ?? "", cellWidth))
        .join(GAP)
        .trimEnd(),
    );
  };
  const rule = widths.map((cellWidth) => "─".repeat(cellWidth)).join(GAP);
  return [...draw(heading), rule, ...rows.flatMap(draw)].join("\n");
}

function fit(natural: readonly number[], width: number): number[] {
  const fixed = natural.slice(0, -2);
  const [first = 0, second = 0] = natural.slice(-2);
  const used = fixed.reduce((sum, cell) => sum + cell, 0) + GAP.length * (natural.length - 1);
  const left = Math.max(2 * LEAST, width - used);
  if (first + second <= left) return [...natural];
  const small = Math.min(second, Math.max(LEAST, Math.floor(left * 0.4)));
  return [...fixed, Math.max(LEAST, left - small), small];
}
