/** A mobile number that is not part of a longer one, in one piece or in three. */
const MOBILE = /(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)/g;
/** An identity number: region, date of birth, serial and check character. */
const IDENTITY =
  /(?<![\dA-Za-z])\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![\dA-Za-z])/g;

/** Hides the middle of every mobile and identity number in a text; nothing else is changed. */
export function maskPersonalNumbers(text: string): string {
  return text
    .replace(IDENTITY, (number) => `${number.slice(0, 3)}***********${number.slice(-4)}`)
    .replace(MOBILE, (number) => `${number.slice(0, 3)}****${number.slice(-4)}`);
}
