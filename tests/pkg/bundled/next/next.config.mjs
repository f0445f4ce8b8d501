// Files for any static host.
export default { output: 'export' };
