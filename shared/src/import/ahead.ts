/** Asks for the next item while the last one is still being worked on: reading and storing overlap. */
export async function* ahead<Item>(source: AsyncGenerator<Item>): AsyncGenerator<Item> {
  let next = source.next();
  try {
    for (;;) {
      const read = await next;
      if (read.done === true) return;
      next = source.next();
      // Its fault is met when it is waited for; until then it must not count as unhandled.
      next.catch(() => undefined);
      yield read.value;
    }
  } finally {
    await next.catch(() => undefined);
    await source.return(undefined);
  }
}
