/** How many records follow the heading of a CSV file; line breaks inside quotes do not count. */
export function countRecords(csv: Buffer): number {
  const quote = 0x22;
  const newline = 0x0a;
  let isQuoted = false;
  let isBlank = true;
  let records = 0;
  for (const byte of csv) {
    if (byte === quote) isQuoted = !isQuoted;
    if (byte === newline && !isQuoted) {
      if (!isBlank) records++;
      isBlank = true;
    } else if (byte > 0x20) isBlank = false;
  }
  if (!isBlank) records++;
  return Math.max(0, records - 1);
}
