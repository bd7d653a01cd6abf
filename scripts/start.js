/**
 * `npm start`: prepares the checkout and serves the page; with arguments after `--` it is the
 * command line.
 */
if (process.argv.length === 2) process.argv.push('serve', '--open');
await import('../bin/wav2emo.js');
