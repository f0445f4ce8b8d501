//! Which step may begin: after those that it needs, one build at a time, as many as there are cores.

use super::steps::Step;

/// Where a run stands. Steps are told by their place in its list.
pub struct Plan<'a> {
    steps: &'a [&'static Step],
    state: Vec<State>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Waits,
    Runs,
    Ended,
}

impl<'a> Plan<'a> {
    /// A run of these steps, in which nothing has begun.
    pub fn new(steps: &'a [&'static Step]) -> Self {
        Self { steps, state: vec![State::Waits; steps.len()] }
    }

    /// The first step that may begin now, which begins with that. None: all cores have one, or what is left has to wait.
    pub fn next(&mut self, cores: usize) -> Option<usize> {
        if self.running() >= cores {
            return None;
        }
        let next = (0..self.steps.len()).find(|&at| self.state[at] == State::Waits && self.may_begin(at))?;
        self.state[next] = State::Runs;
        Some(next)
    }

    /// A step has ended, well or not.
    pub fn ended(&mut self, at: usize) {
        self.state[at] = State::Ended;
    }

    /// How many steps run.
    pub fn running(&self) -> usize {
        self.state.iter().filter(|state| **state == State::Runs).count()
    }

    fn may_begin(&self, at: usize) -> bool {
        let step = self.steps[at];
        let mut others = self.steps.iter().zip(&self.state);
        others.all(|(other, state)| {
            let needed = step.after.contains(&other.name);
            let in_the_way = *state == State::Runs && step.builds && other.builds;
            *state == State::Ended || !(needed || in_the_way)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::steps::STEPS;
    use super::*;

    /// The order in which steps begin where each takes as long as the others.
    fn rounds(steps: &[&'static Step], cores: usize) -> Vec<Vec<&'static str>> {
        let mut plan = Plan::new(steps);
        let mut rounds = Vec::new();
        loop {
            let round: Vec<usize> = std::iter::from_fn(|| plan.next(cores)).collect();
            if round.is_empty() {
                return rounds;
            }
            round.iter().for_each(|&at| plan.ended(at));
            rounds.push(round.into_iter().map(|at| steps[at].name).collect());
        }
    }

    #[test]
    fn every_step_runs_once_and_after_those_that_it_needs() {
        let steps: Vec<&Step> = STEPS.iter().collect();
        for cores in 1..=8 {
            let rounds = rounds(&steps, cores);
            let place = |name: &str| rounds.iter().position(|round| round.contains(&name)).unwrap();
            assert_eq!(rounds.iter().map(Vec::len).sum::<usize>(), STEPS.len());
            for step in &STEPS {
                assert!(rounds[place(step.name)].len() <= cores);
                assert!(step.after.iter().all(|before| place(before) < place(step.name)), "{}", step.name);
            }
            let builds = |round: &Vec<&str>| {
                STEPS.iter().filter(|step| step.builds && round.contains(&step.name)).count()
            };
            assert!(rounds.iter().all(|round| builds(round) <= 1));
        }
    }

    #[test]
    fn steps_that_are_not_in_the_run_are_not_waited_for() {
        let steps: Vec<&Step> =
            STEPS.iter().filter(|step| ["journeys", "size"].contains(&step.name)).collect();
        assert_eq!(rounds(&steps, 2), [["journeys", "size"]]);
    }
}
