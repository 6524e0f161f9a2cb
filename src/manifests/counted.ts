/**
 * `1 role`, `2 roles`: whatever is counted in a text is counted by this.
 *
 * @param plural where it is not the noun with an s
 * @param show how the number is written
 */
export function counted(number: number, noun: string, plural = `${noun}s`, show: (number: number) => string = String): string {
  return `${show(number)} ${number === 1 ? noun : plural}`;
}
