/**
 * A function of a measured program, which has `fs`: tells figures and the peak memory, in megabytes, on file descriptor 3. On Linux
 * that is the peak of the program alone; maxRSS would include the process that started it.
 */
export const TELL = `
function tell(figures) {
  let kilobytes = process.resourceUsage().maxRSS;
  try {
    kilobytes = Number(/VmHWM:\\s+(\\d+)/.exec(fs.readFileSync('/proc/self/status', 'utf8'))[1]);
  } catch {}
  fs.writeSync(3, JSON.stringify({ ...figures, megabytes: kilobytes / 1024 }));
}
`;
