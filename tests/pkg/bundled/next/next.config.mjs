// Files for any static host. No server runs them, so that nothing of what one would need is looked for: half of the time.
export default { output: 'export', outputFileTracingExcludes: { '**': ['**/*'] }, experimental: { webpackBuildWorker: false } };
