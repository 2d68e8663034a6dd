// SPDX-License-Identifier: MIT
//! Wrap-safe time in microseconds.
//!
//! The platform's clock is 64 bits wide and never wraps. A node has room for 32 bits, so a deadline is kept
//! modulo 2^32 µs, and nothing ever sleeps for more than [`HORIZON`] at a stretch: all deadlines in a heap
//! lie within half the range, where comparing them is exact. A longer sleep is cut into several.

/// The longest stretch that a node sleeps: 2^30 µs, about 17.9 minutes.
pub const HORIZON: u64 = 1 << 30;

/// A point in time, in microseconds modulo 2^32.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Instant(u32);

impl Instant {
    /// The clock's zero.
    pub const ZERO: Instant = Instant(0);

    /// The point at `us` microseconds of the 64-bit clock.
    pub const fn from_us(us: u64) -> Self {
        Instant(us as u32)
    }

    /// Microseconds from `earlier` to this point; negative if this point is the earlier one.
    /// Both are within half the range of each other.
    pub const fn since(self, earlier: Instant) -> i32 {
        self.0.wrapping_sub(earlier.0) as i32
    }

    /// The raw microseconds modulo 2^32.
    pub const fn as_us(self) -> u32 {
        self.0
    }
}

/// A delay of any length, taken in stretches of at most [`HORIZON`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LongDelay(u64);

impl LongDelay {
    /// A delay of `us` microseconds.
    pub const fn from_us(us: u64) -> Self {
        LongDelay(us)
    }

    /// The microseconds that are left.
    pub const fn as_us(self) -> u64 {
        self.0
    }

    /// Whether nothing is left to wait.
    pub const fn is_over(self) -> bool {
        self.0 == 0
    }

    /// Takes the next stretch off, in microseconds.
    pub fn next_stretch(&mut self) -> u32 {
        let stretch = self.0.min(HORIZON);
        self.0 -= stretch;
        stretch as u32
    }
}

/// What the loop knows of the clock: the time of its last look.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    last: u64,
}

/// What a look at the clock found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Look {
    /// Nodes with a deadline at or before this point are due.
    Now(Instant),
    /// The last look is so long ago that every deadline has passed.
    AllDue,
}

impl Clock {
    /// A clock that was last looked at at `now`, in microseconds.
    pub const fn new(now: u64) -> Self {
        Clock { last: now }
    }

    /// Notes the time and says how to compare deadlines with it.
    ///
    /// A deadline is made less than half a [`HORIZON`] after the last look (see [`Clock::is_stale`]) and lies
    /// at most one ahead. So after one and a half of silence all deadlines have passed, however far the
    /// 32 bits have wrapped meanwhile; and until then none is further away than half the range.
    pub fn look(&mut self, now: u64) -> Look {
        let silence = now.wrapping_sub(self.last);
        self.last = now;
        if silence >= HORIZON + HORIZON / 2 { Look::AllDue } else { Look::Now(Instant::from_us(now)) }
    }

    /// Whether the last look is too long ago for a deadline to be made at `now`: look again first.
    pub const fn is_stale(&self, now: u64) -> bool {
        now.wrapping_sub(self.last) >= HORIZON / 2
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Within half the range the 32-bit difference is the true one, through every wrap-around.
        #[test]
        fn differences_survive_wrapping(start in any::<u64>(), delta in -(1i64 << 31)..(1 << 31)) {
            let (a, b) = (Instant::from_us(start), Instant::from_us(start.wrapping_add_signed(delta)));
            prop_assert_eq!(i64::from(b.since(a)), delta);
        }

        /// The stretches of a delay add up to it, and none is longer than the horizon.
        #[test]
        fn stretches_add_up(us in 0..HORIZON * 5_000) {
            let mut delay = LongDelay::from_us(us);
            let mut sum = 0;
            while !delay.is_over() {
                let stretch = u64::from(delay.next_stretch());
                prop_assert!(stretch > 0 && stretch <= HORIZON);
                sum += stretch;
            }
            prop_assert_eq!(sum, us);
        }
    }
}
