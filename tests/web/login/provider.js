// A certified OpenID Connect provider on this machine:
// node provider.js PORT CLIENT_ID SECRET REDIRECT_URI LOGGED_OUT_URI ACCOUNTS
// ACCOUNTS: a JSON object, claims by login. Whoever gives a login is believed. Prints "up" when it answers.
import Provider from "oidc-provider";

const [port, client, secret, redirect, loggedOut, accounts] = process.argv.slice(2);
const claims = JSON.parse(accounts);
const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [{ client_id: client, client_secret: secret, redirect_uris: [redirect], post_logout_redirect_uris: [loggedOut] }],
  pkce: { required: () => true },
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"], groups: ["groups"] },
  cookies: { keys: ["of this test"] },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...claims[id] }) }),
});
provider.listen(Number(port), "127.0.0.1", () => console.log("up"));
