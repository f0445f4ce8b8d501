//! Ranking in the browser and in the command: session, candidates, score, policy, arrange, explain.
