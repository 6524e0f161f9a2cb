/** What a failing expectation says, without colours. Throws where it holds. */
export function failure(expectation: () => void): string {
  try {
    expectation();
  } catch (e) {
    return (e as Error).message.replace(/\u001b\[\d+m/g, '');
  }
  throw new Error('the expectation held');
}
