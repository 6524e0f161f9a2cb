import { scheduleProblem } from '../../src/manifests/cron';

test.each(['* * * * *', '30 2 * * *', '*/15 0-6 1,15 jan-mar MON-FRI', '0 0 ? * 0', '@daily', '@every 1h30m', '5/10 * * * *'])('%j is a schedule', schedule => {
  expect(scheduleProblem(schedule)).toBeUndefined();
});

test.each(['', '* * * *', '* * * * * *', '60 * * * *', '* 24 * * *', '* * 0 * *', '* * * 13 *', '* * * * 7', '*/0 * * * *', '5-1 * * * *', '1-2-3 * * * *', 'mon * * * *', 'TZ=UTC * * * * *', 'CRON_TZ=UTC @daily', '@reboot', '@every', '-1 * * * *', '1/2/3 * * * *'])(
  '%j is none', schedule => {
    expect(scheduleProblem(schedule)).toEqual(expect.any(String));
  });
