/** The Chromium that the tests print with: the one that npm test found or brought, named in CHROMIUM_PATH. */
export function chromiumPath(): string {
  const path = process.env.CHROMIUM_PATH;
  if (!path) throw new Error('CHROMIUM_PATH is not set: run the tests with npm test, or name a Chromium.');
  return path;
}
