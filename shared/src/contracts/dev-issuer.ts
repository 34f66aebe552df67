/**
 * The built-in development issuer: the launcher mints tokens with it, the gateway accepts them where no
 * other issuer is configured and NODE_ENV is not production.
 */
export const DEV_ISSUER = "https://gongjian.localhost/dev";

/** For whom the tokens of the development issuer are made. */
export const DEV_AUDIENCE = "gongjian";

export const DEV_ALGORITHM = "ES256";

/** The claims, beside `sub`, that say who is calling; an issuer of one's own has to set the same. */
export const CLAIMS = {
  role: "gongjian_role",
  /** Id of the organisation. */
  unit: "gongjian_unit",
  /** Code of the area. */
  area: "gongjian_area",
} as const;
