// SPDX-License-Identifier: MIT
//! `run()`, `run_until_complete()`, `run_forever()`, and how `run()` tears down what is left.

use super::pass::Guard;
use super::{EventLoop, Future, Task, cancel};
use crate::vm::exc::{Error, HandlerResult};
use crate::vm::gc::Gc;
use crate::vm::port::{self, FOREVER};
use crate::vm::{Exc, Obj, call, ffi, handlers};
use ::core::cell::Cell;

/// How long `run()` waits, in microseconds, before it says that tasks refuse to end.
const STUBBORN_US: u64 = 2_000_000;

/// How often tasks that start while others are torn down are torn down in turn.
const ROUNDS: usize = 8;

/// Runs until `stop()` is called, or `main` is done and one more pass is over.
///
/// As in CPython, where the end of main schedules the loop's stop: who was ready then still has its turn.
fn run_until(event_loop: Gc<EventLoop>, main: Option<Gc<Future>>, _running: &Guard) -> Result<Obj, Exc> {
    loop {
        let is_last = main.is_some_and(|main| {
            // The caller gets its exception: the last pass must not report it.
            main.mark_retrieved();
            main.is_done()
        });
        event_loop.pass(if is_last { 0 } else { FOREVER })?;
        let stopped = event_loop.take_stop();
        match main {
            Some(main) if is_last || (stopped && main.is_done()) => return main.result(),
            Some(_) if stopped => return Err(Error::ASYNCIO_ERR_LOOP_STOPPED.into()),
            None if stopped => return Ok(Obj::NONE),
            _ => {}
        }
    }
}

/// `run(awaitable)`: afterwards no task is left, whatever happened.
fn run(awaitable: Obj) -> Result<Obj, Exc> {
    let event_loop = EventLoop::get()?;
    let running = event_loop.start()?;
    let main = Task::promote(event_loop, awaitable)?;
    let outcome = run_until(event_loop, Some(main), &running);
    let torn_down = tear_down(event_loop, main);
    event_loop.detach_all();
    event_loop.take_stop();
    torn_down.and(outcome)
}

/// Cancels main if it is not done (Ctrl-C), then all other tasks, and drives them to their end.
fn tear_down(event_loop: Gc<EventLoop>, main: Gc<Future>) -> Result<(), Exc> {
    if !main.is_done() {
        cancel(main, Obj::NONE)?;
        drive(event_loop, &[Cell::new(main.obj())])?;
        main.mark_retrieved();
    }
    for _ in 0..ROUNDS {
        if event_loop.alive() == 0 {
            break;
        }
        let tasks = call::list_items(event_loop.tasks()?);
        for task in tasks.iter().filter_map(|task| Future::from_obj(task.get())) {
            cancel(task, Obj::NONE)?;
        }
        drive(event_loop, tasks)?;
    }
    // Callbacks and reports that the last ends have scheduled.
    event_loop.pass(0)?;
    event_loop.pass(0)
}

/// Runs passes until all tasks are done; says so when that takes long.
fn drive(event_loop: Gc<EventLoop>, tasks: &[Cell<Obj>]) -> Result<(), Exc> {
    let stubborn_at = port::clock().wrapping_add(STUBBORN_US);
    let mut patience = STUBBORN_US;
    while !tasks.iter().all(|task| Future::from_obj(task.get()).is_none_or(|task| task.is_done())) {
        if patience == 0 {
            // SAFETY: the shim does not raise.
            unsafe { ffi::asyncio_warn_stubborn(event_loop.alive()) };
            patience = FOREVER;
        }
        event_loop.pass(patience)?;
        if patience != FOREVER {
            patience = stubborn_at.saturating_sub(port::clock());
        }
    }
    Ok(())
}

handlers! {
    /// `run(awaitable)`
    fn asyncio_run(awaitable: Obj) -> HandlerResult {
        run(awaitable).into()
    }

    /// `Loop.run_until_complete(awaitable)`: other tasks stay as they are. Null: `Loop.run_forever()`, until `stop()`.
    fn asyncio_run_until_complete(awaitable: Obj) -> HandlerResult {
        let result = EventLoop::get().and_then(|event_loop| {
            let running = event_loop.start()?;
            let main = awaitable.non_null().map(|awaitable| Task::promote(event_loop, awaitable)).transpose()?;
            run_until(event_loop, main, &running)
        });
        result.into()
    }

    /// `Loop.stop()`
    fn asyncio_stop() -> HandlerResult {
        let stopped = EventLoop::get().map(|event_loop| {
            event_loop.stop();
            Obj::NONE
        });
        stopped.into()
    }
}
