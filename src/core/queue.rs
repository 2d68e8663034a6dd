// SPDX-License-Identifier: MIT
//! `asyncio.core._task_queue`: the semi-public view of what is scheduled, as MicroPython's own package has it.

use super::{EventLoop, State, Task};
use crate::sched::LongDelay;
use crate::vm::exc::{Error, HandlerResult};
use crate::vm::gc::{Gc, Native};
use crate::vm::{Exc, Obj, call, handlers};

/// The native task in `obj`.
fn task_in(obj: Obj) -> Option<Gc<Task>> {
    // SAFETY: all types below Task have its layout.
    call::native(obj, Task::ty()).map(|native| unsafe { Gc::assume(native) })
}

/// The task that would run next.
fn next_task(event_loop: Gc<EventLoop>) -> Option<Gc<Task>> {
    let mut found = None;
    event_loop.for_each_node(&mut |node| {
        found = Task::from_node(node).filter(|t| matches!(t.state(), State::Ready | State::Throw | State::Sleeping));
        found.is_none()
    });
    found
}

/// Takes `task` out of the schedule. It stays alive, parked, until it is pushed or cancelled.
fn unschedule(event_loop: Gc<EventLoop>, task: Gc<Task>) {
    event_loop.unlink(&task.get().node);
    event_loop.park_forever(task);
}

fn push(task: Obj, delay_us: i64) -> Result<Obj, Exc> {
    let event_loop = EventLoop::get()?;
    let task = task_in(task).filter(|t| !t.state().is_done()).ok_or(Error::ASYNCIO_ERR_ALREADY_SCHEDULED)?;
    let node = &task.get().node;
    if task.state() == State::Pending {
        event_loop.task_created();
    }
    event_loop.unlink(node);
    if delay_us > 0 {
        task.set_data(Obj::NONE);
        event_loop.sleep(node, LongDelay::from_us(delay_us.unsigned_abs()).next_stretch());
    } else {
        event_loop.make_ready(node);
    }
    Ok(Obj::NONE)
}

fn remove(task: Obj) -> Result<Obj, Exc> {
    let event_loop = EventLoop::get()?;
    match task_in(task) {
        Some(task) if matches!(task.state(), State::Ready | State::Throw | State::Sleeping) => {
            unschedule(event_loop, task);
            Ok(Obj::NONE)
        }
        _ => Err(Error::ASYNCIO_ERR_EMPTY_QUEUE.into()),
    }
}

handlers! {
    /// `_task_queue.peek()`
    fn asyncio_queue_peek() -> HandlerResult {
        let task = EventLoop::get().map(|l| next_task(l).map_or(Obj::NONE, Gc::obj));
        task.into()
    }

    /// `_task_queue.pop()`
    fn asyncio_queue_pop() -> HandlerResult {
        let task = EventLoop::get().and_then(|event_loop| {
            let task = next_task(event_loop).ok_or(Error::ASYNCIO_ERR_EMPTY_QUEUE)?;
            unschedule(event_loop, task);
            Ok(task.obj())
        });
        task.into()
    }

    /// `_task_queue.push(task, ticks)`
    fn asyncio_queue_push(task: Obj, delay_us: i64) -> HandlerResult {
        push(task, delay_us).into()
    }

    /// `_task_queue.remove(task)`
    fn asyncio_queue_remove(task: Obj) -> HandlerResult {
        remove(task).into()
    }
}
