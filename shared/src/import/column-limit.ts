/** How many columns a list may have. */
export const MOST_COLUMNS = 200;
