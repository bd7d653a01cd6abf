/** `npm start`: prepares the checkout and runs the command line on what follows `--`. */
await import('../bin/wav2emo.js');
