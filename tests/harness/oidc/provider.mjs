// OpenID provider of the tests (oidc-provider, certified): code flow, PKCE, RS256, signed userinfo, acr, RP logout.
// Arguments: port, address of the site. Whoever types a login is signed in as that; no consent is asked.
import { generateKeyPairSync } from 'node:crypto';
import { Provider } from 'oidc-provider';

const [port, site] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const LEVELS = ['eidas1', 'eidas2'];

const provider = new Provider(issuer, {
  clients: ['RS256', undefined].map((signed) => ({
    client_id: signed ? 'portail' : 'portail-sans-signature',
    client_secret: 'secret-of-the-tests',
    redirect_uris: [`${site}/admin/identite/retour/`],
    post_logout_redirect_uris: [`${site}/admin/login/`],
    token_endpoint_auth_method: 'client_secret_post',
    id_token_signed_response_alg: 'RS256',
    ...(signed && { userinfo_signed_response_alg: signed }),
  })),
  jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: 'tests' }] },
  acrValues: LEVELS,
  cookies: { keys: ['tests'] },
  features: {
    devInteractions: { enabled: true },
    jwtUserinfo: { enabled: true },
    rpInitiatedLogout: { enabled: true },
  },
  claims: { openid: ['sub'], email: ['email', 'email_verified'], given_name: ['given_name'], usual_name: ['usual_name'], acr: null },
  scopes: ['openid', 'email', 'given_name', 'usual_name'],
  // The login is the address; « eidas1 » within it makes the weaker level.
  findAccount: (ctx, id) => ({
    accountId: id,
    claims: () => ({ sub: id, email: id.replace('+eidas1', ''), given_name: 'Lou', usual_name: 'Modèle' }),
  }),
  loadExistingGrant: async (ctx) => {
    const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
    grant.addOIDCScope('openid email given_name usual_name');
    await grant.save();
    return grant;
  },
});

// The page of the login itself: what oidc-provider shows for development is not asked for anything but a name.
provider.use(async (ctx, next) => {
  if (!ctx.path.startsWith('/interaction/') || ctx.method !== 'POST') return next();
  const chunks = [];
  for await (const chunk of ctx.req) chunks.push(chunk);
  const login = new URLSearchParams(Buffer.concat(chunks).toString()).get('login');
  const acr = login.includes('+eidas1') ? 'eidas1' : 'eidas2';
  return provider.interactionFinished(ctx.req, ctx.res, { login: { accountId: login, acr } }, { mergeWithLastSubmission: false })
    .then(() => { ctx.respond = false; });
});

provider.listen(port, '127.0.0.1', () => console.log('ready'));
