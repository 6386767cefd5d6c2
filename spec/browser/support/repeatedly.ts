/** Milliseconds an expectation has to come true. */
const PATIENCE = 20_000;

/** Expects again and again, until it holds; after 20 s it fails as it last did. */
export async function repeatedly(expectation: () => Promise<void> | void): Promise<void> {
  for (const end = Date.now() + PATIENCE; ;) {
    try {
      await expectation();
      return;
    } catch (error) {
      if (Date.now() > end) throw error;
    }
    await new Promise(again => setTimeout(again, 50));
  }
}
