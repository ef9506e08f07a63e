// Written by `npm run secret-formats` from the rules of gitleaks v8.30.1 (https://github.com/gitleaks/gitleaks).
// Copyright (c) 2019 Zachary Rice, MIT License: see THIRD-PARTY-NOTICES.md.

/** Tokens that say what they are: those rules that a token meets by itself, whatever its name and its place. */
export const TOKEN_FORMATS: readonly string[] = [
  // 1password-secret-key
  '\\bA3-[A-Z0-9]{6}-(?:(?:[A-Z0-9]{11})|(?:[A-Z0-9]{6}-[A-Z0-9]{5}))-[A-Z0-9]{5}-[A-Z0-9]{5}-[A-Z0-9]{5}\\b',
  // 1password-service-account-token
  'ops_eyJ[a-zA-Z0-9+/]{250,}={0,3}',
  // adobe-client-secret
  '\\b(?:p8e-[a-zA-Z0-9]{32})(?![A-Za-z0-9])',
  // age-secret-key
  'AGE-SECRET-KEY-1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}',
  // airtable-personnal-access-token
  '\\b(?:pat[A-Za-z0-9]{14}\\.[a-f0-9]{64})\\b',
  // alibaba-access-key-id
  '\\b(?:LTAI[a-zA-Z0-9]{20})(?![A-Za-z0-9])',
  // anthropic-admin-api-key
  '\\b(?:sk-ant-admin01-[a-zA-Z0-9_\\-]{93}AA)(?![A-Za-z0-9])',
  // anthropic-api-key
  '\\b(?:sk-ant-api03-[a-zA-Z0-9_\\-]{93}AA)(?![A-Za-z0-9])',
  // artifactory-api-key
  '\\bAKCp[A-Za-z0-9]{69}\\b',
  // artifactory-reference-token
  '\\bcmVmd[A-Za-z0-9]{59}\\b',
  // authress-service-client-access-key
  '\\b(?:(?:sc|ext|scauth|authress)_[a-zA-Z0-9]{5,30}\\.[a-zA-Z0-9]{4,6}\\.(?:acc)[_-][a-zA-Z0-9-]{10,32}\\.[a-zA-Z0-9+/_=-]{30,120})(?![A-Za-z0-9])',
  // aws-access-token
  '\\b(?:(?:A3T[A-Z0-9]|AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16})\\b',
  // aws-amazon-bedrock-api-key-long-lived
  '\\b(?:ABSK[A-Za-z0-9+/]{109,269}={0,2})(?![A-Za-z0-9])',
  // aws-amazon-bedrock-api-key-short-lived
  'bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29t',
  // clickhouse-cloud-api-secret-key
  '\\b(?:4b1d[A-Za-z0-9]{38})\\b',
  // clojars-api-token
  '[cC][lL][oO][jJ][aA][rR][sS]_[a-zA-Z0-9]{60}',
  // cloudflare-origin-ca-key
  '\\b(?:v1\\.0-[a-f0-9]{24}-[a-f0-9]{146})(?![A-Za-z0-9])',
  // databricks-api-token
  '\\b(?:dapi[a-f0-9]{32}(?:-\\d)?)(?![A-Za-z0-9])',
  // digitalocean-access-token
  '\\b(?:doo_v1_[a-f0-9]{64})(?![A-Za-z0-9])',
  // digitalocean-pat
  '\\b(?:dop_v1_[a-f0-9]{64})(?![A-Za-z0-9])',
  // digitalocean-refresh-token
  '\\b(?:[dD][oO][rR]_[vV]1_[a-fA-F0-9]{64})(?![A-Za-z0-9])',
  // doppler-api-token
  'dp\\.pt\\.[a-zA-Z0-9]{43}',
  // duffel-api-token
  'duffel_(?:test|live)_[a-zA-Z0-9_\\-=]{43}',
  // dynatrace-api-token
  'dt0c01\\.[a-zA-Z0-9]{24}\\.[a-zA-Z0-9]{64}',
  // easypost-api-token
  '\\bEZAK[a-zA-Z0-9]{54}\\b',
  // easypost-test-api-token
  '\\bEZTK[a-zA-Z0-9]{54}\\b',
  // facebook-page-access-token
  '\\b(?:EAA[MC][a-zA-Z0-9]{100,})(?![A-Za-z0-9])',
  // flutterwave-encryption-key
  'FLWSECK_TEST-[a-hA-H0-9]{12}',
  // flutterwave-secret-key
  'FLWSECK_TEST-[a-hA-H0-9]{32}-[xX]',
  // flyio-access-token
  '\\b(?:(?:fo1_[\\w-]{43}|fm1[ar]_[a-zA-Z0-9+\\/]{100,}={0,3}|fm2_[a-zA-Z0-9+\\/]{100,}={0,3}))(?![A-Za-z0-9])',
  // frameio-api-token
  'fio-u-[a-zA-Z0-9\\-_=]{64}',
  // gcp-api-key
  '\\b(?:AIza[\\w-]{35})(?![A-Za-z0-9])',
  // github-app-token
  '(?:ghu|ghs)_[0-9a-zA-Z]{36}',
  // github-fine-grained-pat
  'github_pat_\\w{82}',
  // github-oauth
  'gho_[0-9a-zA-Z]{36}',
  // github-pat
  'ghp_[0-9a-zA-Z]{36}',
  // github-refresh-token
  'ghr_[0-9a-zA-Z]{36}',
  // gitlab-cicd-job-token
  'glcbt-[0-9a-zA-Z]{1,5}_[0-9a-zA-Z_-]{20}',
  // gitlab-deploy-token
  'gldt-[0-9a-zA-Z_\\-]{20}',
  // gitlab-feature-flag-client-token
  'glffct-[0-9a-zA-Z_\\-]{20}',
  // gitlab-feed-token
  'glft-[0-9a-zA-Z_\\-]{20}',
  // gitlab-incoming-mail-token
  'glimt-[0-9a-zA-Z_\\-]{25}',
  // gitlab-kubernetes-agent-token
  'glagent-[0-9a-zA-Z_\\-]{50}',
  // gitlab-oauth-app-secret
  'gloas-[0-9a-zA-Z_\\-]{64}',
  // gitlab-pat
  'glpat-[\\w-]{20}',
  // gitlab-pat-routable
  '\\bglpat-[0-9a-zA-Z_-]{27,300}\\.[0-9a-z]{2}[0-9a-z]{7}\\b',
  // gitlab-ptt
  'glptt-[0-9a-f]{40}',
  // gitlab-rrt
  'GR1348941[\\w-]{20}',
  // gitlab-runner-authentication-token
  'glrt-[0-9a-zA-Z_\\-]{20}',
  // gitlab-runner-authentication-token-routable
  '\\bglrt-t\\d_[0-9a-zA-Z_\\-]{27,300}\\.[0-9a-z]{2}[0-9a-z]{7}\\b',
  // gitlab-scim-token
  'glsoat-[0-9a-zA-Z_\\-]{20}',
  // gitlab-session-cookie
  '_gitlab_session=[0-9a-z]{32}',
  // grafana-api-key
  '\\b(?:[eE][yY][jJ][rR][iI][jJ][oO][iI][a-zA-Z0-9]{70,400}={0,3})(?![A-Za-z0-9])',
  // grafana-cloud-api-token
  '\\b(?:[gG][lL][cC]_[a-zA-Z0-9+/]{32,400}={0,3})(?![A-Za-z0-9])',
  // grafana-service-account-token
  '\\b(?:[gG][lL][sS][aA]_[a-zA-Z0-9]{32}_[a-fA-F0-9]{8})(?![A-Za-z0-9])',
  // harness-api-key
  '(?:pat|sat)\\.[a-zA-Z0-9_-]{22}\\.[a-zA-Z0-9]{24}\\.[a-zA-Z0-9]{20}',
  // heroku-api-key-v2
  '\\b(?:(?:HRKU-AA[0-9a-zA-Z_-]{58}))(?![A-Za-z0-9])',
  // huggingface-access-token
  '\\b(?:hf_(?:[a-zA-Z]{34}))(?![A-Za-z0-9])',
  // huggingface-organization-api-token
  '\\b(?:api_org_(?:[a-zA-Z]{34}))(?![A-Za-z0-9])',
  // infracost-api-token
  '\\b(?:ico-[a-zA-Z0-9]{32})(?![A-Za-z0-9])',
  // intra42-client-secret
  '\\b(?:s-s4t2(?:ud|af)-[aAbBcCdDeEfF0123456789]{64})(?![A-Za-z0-9])',
  // jwt
  '\\b(?:ey[a-zA-Z0-9]{17,}\\.ey[a-zA-Z0-9\\/\\\\_-]{17,}\\.(?:[a-zA-Z0-9\\/\\\\_-]{10,}={0,2})?)(?![A-Za-z0-9])',
  // jwt-base64
  '\\bZXlK(?:(?:aGJHY2lPaU)|(?:aGNIVWlPaU)|(?:aGNIWWlPaU)|(?:aGRXUWlPaU)|(?:aU5qUWlP)|(?:amNtbDBJanBi)|(?:amRIa2lPaU)|(?:bGNHc2lPbn)|(?:bGJtTWlPaU)|(?:cWEzVWlPaU)|(?:cWQyc2lPb)|(?:cGMzTWlPaU)|(?:cGRpSTZJ)|(?:cmFXUWlP)|(?:clpYbGZiM0J6SWpwY)|(?:cmRIa2lPaUp)|(?:dWIyNWpaU0k2)|(?:d01tTWlP)|(?:d01uTWlPaU)|(?:d2NIUWlPaU)|(?:emRXSWlPaU)|(?:emRuUWlP)|(?:MFlXY2lPaU)|(?:MGVYQWlPaUp)|(?:MWNtd2l)|(?:MWMyVWlPaUp)|(?:MlpYSWlPaU)|(?:MlpYSnphVzl1SWpv)|(?:NElqb2)|(?:NE5XTWlP)|(?:NE5YUWlPaU)|(?:NE5YUWpVekkxTmlJNkl)|(?:NE5YVWlPaU)|(?:NmFYQWlPaU))[a-zA-Z0-9\\/\\\\_+\\-\\r\\n]{40,}={0,2}',
  // linear-api-key
  'lin_api_[a-zA-Z0-9]{40}',
  // microsoft-teams-webhook
  'https:\\/\\/[a-z0-9]+\\.webhook\\.office\\.com\\/webhookb2\\/[a-z0-9]{8}-(?:[a-z0-9]{4}-){3}[a-z0-9]{12}@[a-z0-9]{8}-(?:[a-z0-9]{4}-){3}[a-z0-9]{12}\\/IncomingWebhook\\/[a-z0-9]{32}\\/[a-z0-9]{8}-(?:[a-z0-9]{4}-){3}[a-z0-9]{12}',
  // notion-api-token
  '\\b(?:ntn_[0-9]{11}[A-Za-z0-9]{32}[A-Za-z0-9]{3})(?![A-Za-z0-9])',
  // npm-access-token
  '\\b(?:[nN][pP][mM]_[a-zA-Z0-9]{36})(?![A-Za-z0-9])',
  // octopus-deploy-api-key
  '\\b(?:API-[A-Z0-9]{26})(?![A-Za-z0-9])',
  // openai-api-key
  '\\b(?:sk-(?:proj|svcacct|admin)-(?:[A-Za-z0-9_-]{74}|[A-Za-z0-9_-]{58})T3BlbkFJ(?:[A-Za-z0-9_-]{74}|[A-Za-z0-9_-]{58})\\b|sk-[a-zA-Z0-9]{20}T3BlbkFJ[a-zA-Z0-9]{20})(?![A-Za-z0-9])',
  // openshift-user-token
  '\\b(?:sha256~[\\w-]{43})(?![A-Za-z0-9])',
  // perplexity-api-key
  '\\b(?:pplx-[a-zA-Z0-9]{48})(?![A-Za-z0-9])',
  // planetscale-api-token
  '\\b(?:pscale_tkn_[\\w=\\.-]{32,64})(?![A-Za-z0-9])',
  // planetscale-oauth-token
  '\\b(?:pscale_oauth_[\\w=\\.-]{32,64})(?![A-Za-z0-9])',
  // planetscale-password
  '\\b(?:[pP][sS][cC][aA][lL][eE]_[pP][wW]_[\\w=\\.-]{32,64})(?![A-Za-z0-9])',
  // postman-api-token
  '\\b(?:PMAK-[a-fA-F0-9]{24}-[a-fA-F0-9]{34})(?![A-Za-z0-9])',
  // prefect-api-token
  '\\b(?:pnu_[a-zA-Z0-9]{36})(?![A-Za-z0-9])',
  // pulumi-api-token
  '\\b(?:pul-[a-f0-9]{40})(?![A-Za-z0-9])',
  // pypi-upload-token
  'pypi-AgEIcHlwaS5vcmc[\\w-]{50,1000}',
  // readme-api-token
  '\\b(?:rdme_[a-z0-9]{70})(?![A-Za-z0-9])',
  // rubygems-api-token
  '\\b(?:rubygems_[a-f0-9]{48})(?![A-Za-z0-9])',
  // scalingo-api-token
  '\\b(?:tk-us-[\\w-]{48})(?![A-Za-z0-9])',
  // sendgrid-api-token
  '\\b(?:SG\\.[a-zA-Z0-9=_\\-\\.]{66})(?![A-Za-z0-9])',
  // sendinblue-api-token
  '\\b(?:xkeysib-[a-f0-9]{64}-[a-zA-Z0-9]{16})(?![A-Za-z0-9])',
  // sentry-org-token
  '\\bsntrys_eyJpYXQiO[a-zA-Z0-9+/]{10,200}(?:LCJyZWdpb25fdXJs|InJlZ2lvbl91cmwi|cmVnaW9uX3VybCI6)[a-zA-Z0-9+/]{10,200}={0,2}_[a-zA-Z0-9+/]{43}(?![A-Za-z0-9])',
  // sentry-user-token
  '\\b(?:sntryu_[a-f0-9]{64})(?![A-Za-z0-9])',
  // settlemint-application-access-token
  '\\b(?:sm_aat_[a-zA-Z0-9]{16})(?![A-Za-z0-9])',
  // settlemint-personal-access-token
  '\\b(?:sm_pat_[a-zA-Z0-9]{16})(?![A-Za-z0-9])',
  // settlemint-service-access-token
  '\\b(?:sm_sat_[a-zA-Z0-9]{16})(?![A-Za-z0-9])',
  // shippo-api-token
  '\\b(?:shippo_(?:live|test)_[a-fA-F0-9]{40})(?![A-Za-z0-9])',
  // shopify-access-token
  'shpat_[a-fA-F0-9]{32}',
  // shopify-custom-access-token
  'shpca_[a-fA-F0-9]{32}',
  // shopify-private-app-access-token
  'shppa_[a-fA-F0-9]{32}',
  // shopify-shared-secret
  'shpss_[a-fA-F0-9]{32}',
  // slack-app-token
  '[xX][aA][pP][pP]-\\d-[a-zA-Z0-9]+-\\d+-[a-zA-Z0-9]+',
  // slack-bot-token
  'xoxb-[0-9]{10,13}-[0-9]{10,13}[a-zA-Z0-9-]*',
  // slack-config-access-token
  '[xX][oO][xX][eE].[xX][oO][xX][bBpP]-\\d-[a-zA-Z0-9]{163,166}',
  // slack-config-refresh-token
  '[xX][oO][xX][eE]-\\d-[a-zA-Z0-9]{146}',
  // slack-legacy-bot-token
  'xoxb-[0-9]{8,14}-[a-zA-Z0-9]{18,26}',
  // slack-legacy-token
  'xox[os]-\\d+-\\d+-\\d+-[a-fA-F\\d]+',
  // slack-legacy-workspace-token
  'xox[ar]-(?:\\d-)?[0-9a-zA-Z]{8,48}',
  // slack-user-token
  'xox[pe](?:-[0-9]{10,13}){3}-[a-zA-Z0-9-]{28,34}',
  // slack-webhook-url
  '(?:https?:\\/\\/)?hooks.slack.com\\/(?:services|workflows|triggers)\\/[A-Za-z0-9+/]{43,56}',
  // square-access-token
  '\\b(?:(?:EAAA|sq0atp-)[\\w-]{22,60})(?![A-Za-z0-9])',
  // stripe-access-token
  '\\b(?:(?:sk|rk)_(?:test|live|prod)_[a-zA-Z0-9]{10,99})(?![A-Za-z0-9])',
  // vault-batch-token
  '\\b(?:hvb\\.[\\w-]{138,300})(?![A-Za-z0-9])',
];
