// SPDX-License-Identifier: MIT
//! `asyncio.Lock`: one task at a time, in the order in which they came.
//!
//! `release()` hands the lock over to the task that has waited longest, so that nobody can barge in before it
//! runs. Until it does, the lock is neither free nor locked. Should that task be cancelled in between, the VM
//! enters `throw`, which hands the lock on. `acquire()` returns the lock itself, which is the awaitable.

use crate::core::{EventLoop, Task, Turn};
use crate::sched::WaitList;
use crate::vm::exc::{Error, HandlerResult};
use crate::vm::gc::{Gc, Loose, Native};
use crate::vm::{Exc, Obj, Poll, Type, ffi, handlers};
use ::core::cell::Cell;

/// Nobody has the lock.
const FREE: usize = 0;
/// A task has it.
const LOCKED: usize = 1;
/// It was given to `heir`, which has not run since.
const HANDED_OVER: usize = 2;

/// A lock; the tag of the wait list is one of the three states.
#[repr(C)]
pub struct Lock {
    base: Cell<*const Type>,
    waiters: WaitList,
    heir: Loose<Task>,
}

const _: () = assert!(size_of::<Lock>() <= ffi::ASYNCIO_BLOCK_SIZE as usize);

// SAFETY: begins with the type, zero is a free lock; allocated below only.
unsafe impl Native for Lock {
    fn ty() -> &'static Type {
        // SAFETY: the address of a constant.
        unsafe { &ffi::asyncio_type_lock }
    }
}

impl Lock {
    /// Hands the lock to the next task, or frees it.
    fn hand_over(&self, event_loop: Gc<EventLoop>) {
        let next = self.waiters.oldest();
        self.heir.set(next.and_then(Task::from_node));
        match next {
            Some(node) => {
                event_loop.wake(node);
                self.waiters.set_tag(HANDED_OVER);
            }
            None => self.waiters.set_tag(FREE),
        }
    }

    /// Whether the lock waits for the running task to take it.
    fn is_for(&self, turn: Turn) -> bool {
        self.waiters.tag() == HANDED_OVER && self.heir.get() == Some(turn.task())
    }

    fn release(&self) -> Result<Obj, Exc> {
        if self.waiters.tag() != LOCKED {
            return Err(Error::ASYNCIO_ERR_LOCK_NOT_ACQUIRED.into());
        }
        self.hand_over(EventLoop::get()?);
        Ok(Obj::NONE)
    }
}

handlers! {
    /// `Lock.locked()`
    fn asyncio_lock_locked(this: Obj) -> Obj {
        // SAFETY: the glue's contract.
        unsafe { (Gc::<Lock>::assume(this).waiters.tag() == LOCKED).into() }
    }

    /// `Lock.state` while the lock is handed over: the task it was given to; else null
    fn asyncio_lock_heir(this: Obj) -> Obj {
        // SAFETY: the glue's contract.
        unsafe { Gc::<Lock>::assume(this) }.heir.get().map_or(Obj::NULL, Gc::obj)
    }

    /// `Lock.release()`
    fn asyncio_lock_release(this: Obj) -> HandlerResult {
        // SAFETY: the glue's contract.
        unsafe { Gc::<Lock>::assume(this).release() }.into()
    }

    /// `await lock.acquire()`
    fn asyncio_lock_await(this: Obj) -> HandlerResult {
        // SAFETY: the glue's contract.
        let lock = unsafe { Gc::<Lock>::assume(this) };
        let answer = Turn::current().map(|turn| {
            if lock.waiters.tag() == FREE || lock.is_for(turn) {
                lock.heir.set(None);
                lock.waiters.set_tag(LOCKED);
                Poll::ready(Obj::TRUE)
            } else {
                turn.park(this, &lock.waiters)
            }
        });
        answer.into()
    }

    /// An exception is thrown into `await lock.acquire()`: a lock that was handed over goes to the next task.
    fn asyncio_lock_throw(this: Obj) {
        // SAFETY: the glue's contract.
        let lock = unsafe { Gc::<Lock>::assume(this) };
        if let Ok(turn) = Turn::current()
            && lock.is_for(turn)
        {
            lock.hand_over(turn.event_loop);
        }
    }
}
