# SPDX-License-Identifier: MIT
# The clock behind time.monotonic() at the moments when the tick counters wrap, which no script can wait for.
import os
import shutil
import subprocess
import tempfile

from _report import ROOT, finish, result, skip

CODE = r"""
#include <inttypes.h>
#include <stdio.h>
#include "monotonic.h"

// Reads pairs "true time in us, lag of the ms counter in us" and prints the clock's answer to each.
int main(void) {
    monotonic_clock_t clock = {0};
    uint64_t now, lag;
    while (scanf("%" SCNu64 " %" SCNu64, &now, &lag) == 2) {
        printf("%" PRIu64 "\n", monotonic_advance(&clock, (uint32_t)now, (uint32_t)((now + lag) / 1000)));
    }
    return 0;
}
"""

US_TURN, MS_TURN = 2**32, 2**32 * 1000  # both in us
DAY = 86_400_000_000

# From where the counters start, how far the calls lie apart.
CASES = {
    "microseconds wrap": (US_TURN - 5, [1, 3, 1, 1, 10, US_TURN - 1, US_TURN, US_TURN + 1]),
    "milliseconds wrap": (MS_TURN - 5000, [1000, 3999, 1, 1, 1000, DAY]),
    "called every 30 minutes": (12_345, [1_800_000_000] * 100),
    "called once in 49 days": (999, [49 * DAY] * 20),
    "half a turn": (0, [US_TURN // 2 - 1, US_TURN // 2, US_TURN // 2 + 1]),
    "called at once": (US_TURN - 1, [0, 0, 1, 0, 0]),
    "years": (MS_TURN * 3 - 77, [17 * DAY + 1] * 100),
}


def main():
    cc = os.environ.get("CC") or shutil.which("cc") or shutil.which("gcc")
    if not cc:
        skip("monotonic clock", "no C compiler")
        return
    with tempfile.TemporaryDirectory() as folder:
        source, program = os.path.join(folder, "clock.c"), os.path.join(folder, "clock")
        with open(source, "w") as f:
            f.write(CODE)
        include = os.path.join(ROOT, "modules/time_monotonic")
        subprocess.run([*cc.split(), "-Wall", "-Werror", "-I", include, "-o", program, source], check=True)
        for name, (start, steps) in CASES.items():
            # The second counter is read a bit later than the first: up to 3 ms here, at every second call.
            for lag in (0, 1, 999, 3000):
                times, lags = [start], [lag]
                for step in steps:
                    times.append(times[-1] + lags[-1] + step)
                    lags.append(lag - lags[-1])
                text = "".join("%d %d\n" % pair for pair in zip(times, lags))
                out = subprocess.run([program], input=text, capture_output=True, text=True, check=True).stdout
                got, expected = [int(n) for n in out.split()], [t - start for t in times]
                if got != expected:
                    result(name, "lag %d us: %r instead of %r" % (lag, got, expected))
                    break
            else:
                result(name)


main()
finish()
