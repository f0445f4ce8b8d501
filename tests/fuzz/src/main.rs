//! Coverage-guided fuzzing of the snapshot reader and of the engine over what it reads: `cobuy-fuzz [ROUNDS] [SEED]`.
//! README.md says how to build it.
//!
//! A number of rounds instead of a time, and a fixed seed: the same run everywhere. A panic ends the run with the input in
//! `artifacts/`; copy it to `tests/fixtures/snapshot/regressions/` and it is a unit test.

use cobuy_snapshot::records::{KIND_BASE, KIND_SHARD};
use cobuy_snapshot::write::file::{self, ShardInfo};
use cobuy_testkit::{read, repair, ruled, sample, unverified};
use libafl::corpus::{Corpus, InMemoryCorpus, OnDiskCorpus};
use libafl::events::SimpleEventManager;
use libafl::executors::{ExitKind, InProcessExecutor};
use libafl::feedbacks::{CrashFeedback, MaxMapFeedback};
use libafl::fuzzer::{Evaluator, Fuzzer, StdFuzzer};
use libafl::inputs::{BytesInput, HasTargetBytes};
use libafl::monitors::NopMonitor;
use libafl::mutators::{HavocScheduledMutator, havoc_mutations};
use libafl::observers::HitcountsIterableMapObserver;
use libafl::schedulers::QueueScheduler;
use libafl::stages::StdMutationalStage;
use libafl::state::{HasCorpus, HasMaxSize, HasSolutions, StdState};
use libafl_bolts::{rands::StdRand, tuples::tuple_list};
use libafl_targets::sancov_8bit::counters_maps_observer;
use std::cell::Cell;
use std::error::Error;
use std::path::PathBuf;

/// Rounds of a bounded run; each makes up to 128 inputs of one that reached new code.
const DEFAULT_ROUNDS: u64 = 10_000;
/// Longest input in bytes: room for some hundred items, small enough to be quick.
const MOST_BYTES: usize = 16 * 1024;

/// What one input is put through: as it is, and with a container that holds around its sections.
fn body(input: &[u8], beside: &[Vec<u8>]) {
    for payload in [input, &repair::container(input, KIND_SHARD), &repair::container(input, KIND_BASE)] {
        read::everything(payload);
        unverified::everything(payload, beside, ruled::NOW_MS);
    }
}

/// Sound files to start from.
fn seeds() -> Vec<Vec<u8>> {
    let empty = file::shard(&ShardInfo::default(), &[], &[]).expect("an empty shard can be written");
    let info = ShardInfo { rank_only: true, ..sample::shard_info() };
    let rank_only = file::shard(&info, &sample::items(), &sample::rows()).expect("the sample can be written");
    let ruled = [sample::ruled()].into_iter().chain(ruled::beside());
    [empty, sample::shard(), sample::seasonal(), rank_only, sample::base()].into_iter().chain(ruled).collect()
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let rounds = arguments.next().map_or(Ok(DEFAULT_ROUNDS), |text| text.parse())?;
    let seed = arguments.next().map_or(Ok(1), |text| text.parse())?;
    let artifacts = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("artifacts");

    let beside = ruled::beside();
    let executions = Cell::new(0u64);
    let mut harness = |input: &BytesInput| {
        executions.set(executions.get() + 1);
        body(&input.target_bytes(), &beside);
        ExitKind::Ok
    };
    // SAFETY: the counters are written by the instrumented crates on this thread alone.
    let counters = HitcountsIterableMapObserver::new(unsafe { counters_maps_observer("counters") });
    let mut feedback = MaxMapFeedback::new(&counters);
    let mut objective = CrashFeedback::new();
    let mut state = StdState::new(
        StdRand::with_seed(seed),
        InMemoryCorpus::new(),
        OnDiskCorpus::new(&artifacts)?,
        &mut feedback,
        &mut objective,
    )?;
    state.set_max_size(MOST_BYTES);
    let mut manager = SimpleEventManager::new(NopMonitor::new());
    let mut fuzzer = StdFuzzer::new(QueueScheduler::new(), feedback, objective);
    let mut executor = InProcessExecutor::builder()
        .harness(&mut harness)
        .observers(tuple_list!(counters))
        .fuzzer(&mut fuzzer)
        .state(&mut state)
        .event_mgr(&mut manager)
        .build()?;
    for input in seeds() {
        fuzzer.evaluate_input(&mut state, &mut executor, &mut manager, &BytesInput::new(input))?;
    }
    let from = state.corpus().count();
    let mutator = HavocScheduledMutator::new(havoc_mutations());
    let mut stages = tuple_list!(StdMutationalStage::new(mutator));
    fuzzer.fuzz_loop_for(&mut stages, &mut executor, &mut state, &mut manager, rounds)?;

    let (inputs, found) = (state.corpus().count(), state.solutions().count());
    println!("fuzz: {} executions, corpus {from} to {inputs} inputs, {found} findings", executions.get());
    if inputs <= from {
        return Err(
            "no input reached new code: the reader and the engine were built without coverage, see README.md"
                .into(),
        );
    }
    if found > 0 {
        return Err(format!("findings in {}", artifacts.display()).into());
    }
    Ok(())
}
