// SPDX-License-Identifier: MIT
//! `asyncio.sleep()` and `sleep_ms()`.
//!
//! As a rule a sleep is awaited where it is made, so one object serves them all: it is armed by the call and
//! free again once a task is parked in it (the delay is then the task's deadline). A call that finds it armed,
//! because somebody stored a sleep for later, leaves it to its owner and makes a new one for the loop. So every
//! stored sleep is its own, and the usual one allocates nothing.

use crate::core::{EventLoop, Turn};
use crate::sched::{HORIZON, LongDelay};
use crate::vm::exc::{Error, HandlerResult};
use crate::vm::gc::{Gc, Native};
use crate::vm::{Exc, Obj, Poll, Type, ffi, handlers};
use ::core::cell::Cell;

/// A sleep.
#[repr(C)]
pub struct Sleep {
    base: Cell<*const Type>,
    /// What the await returns; null: None.
    result: Cell<Obj>,
    /// Microseconds to sleep, plus one: zero says that there is nothing to await.
    armed: Cell<u64>,
}

// SAFETY: begins with the type, zero is an object with nothing to await; allocated below only.
unsafe impl Native for Sleep {
    fn ty() -> &'static Type {
        // SAFETY: the address of a constant.
        unsafe { &ffi::asyncio_type_sleep }
    }
}

/// A sleep of `delay_us` microseconds, counted from its await.
fn new(delay_us: u64, result: Obj) -> Result<Obj, Exc> {
    // Only a plain and short one can give the object back as soon as the task is parked.
    let is_shared = result == Obj::NONE && delay_us <= HORIZON;
    let sleep = if is_shared {
        let event_loop = EventLoop::get()?;
        match event_loop.sleep.get() {
            Some(sleep) if sleep.armed.get() == 0 => sleep,
            _ => {
                let sleep = Gc::<Sleep>::new()?;
                event_loop.sleep.set(Some(sleep));
                sleep
            }
        }
    } else {
        let sleep = Gc::<Sleep>::new()?;
        sleep.result.set(result);
        sleep
    };
    sleep.armed.set(delay_us.wrapping_add(1));
    Ok(sleep.obj())
}

impl Sleep {
    /// Parks the running task for the next stretch.
    #[inline(never)]
    fn park(&self, turn: Turn, this: Obj) -> Poll {
        let mut delay = LongDelay::from_us(self.armed.get().wrapping_sub(1));
        let stretch = delay.next_stretch();
        self.armed.set(if delay.is_over() { 0 } else { delay.as_us().wrapping_add(1) });
        turn.park_asleep(this, stretch)
    }

    fn poll(&self, this: Obj) -> Result<Poll, Exc> {
        let turn = Turn::current()?;
        let is_shared = self.result.get().is_null();
        // A shared one that is armed again belongs to somebody else's sleep.
        if turn.comes_back_from(this) && (is_shared || self.armed.get() == 0) {
            return Ok(Poll::ready(self.result.get().non_null().unwrap_or(Obj::NONE)));
        }
        match self.armed.get() {
            0 => Err(Error::ASYNCIO_ERR_SLEEP_REUSED.into()),
            1 => {
                self.armed.set(0);
                Ok(turn.park_ready(this))
            }
            _ => Ok(self.park(turn, this)),
        }
    }
}

handlers! {
    /// `sleep()`, `sleep_ms()`
    fn asyncio_sleep_new(delay_us: u64, result: Obj) -> HandlerResult {
        new(delay_us, result).into()
    }

    /// `await sleep`
    fn asyncio_sleep_await(this: Obj) -> HandlerResult {
        // SAFETY: the glue's contract.
        unsafe { Gc::<Sleep>::assume(this).poll(this) }.into()
    }
}
