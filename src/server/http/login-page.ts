/** What a browser shows that opens the page without the token. It contains no script. */
export const LOGIN_PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>wav2emo</title>
<style>
  body { font: 1rem/1.5 system-ui, sans-serif; max-width: 26rem; margin: 15vh auto; padding: 0 1rem }
  input, button { font: inherit; padding: 0.4rem 0.6rem; width: 100%; box-sizing: border-box; margin: 0.3rem 0 }
  @media (prefers-color-scheme: dark) { body { background: #111; color: #eee } }
</style>
<h1>wav2emo</h1>
<form action="/" method="get">
  <p><label for="token">This server requires its token. The person who runs it has it.<br>
  <span lang="zh">此服务器需要令牌，请向管理员索取。</span></label></p>
  <input id="token" name="token" type="password" required autofocus autocomplete="current-password">
  <button>Open · <span lang="zh">打开</span></button>
</form>
</html>
`;
