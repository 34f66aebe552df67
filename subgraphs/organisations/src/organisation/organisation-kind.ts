/** What sort of unit an organisation is; 组织 kinds as the lists of member units use them. */
export const OrganisationKind = {
  GOVERNMENT: "GOVERNMENT",
  PUBLIC_INSTITUTION: "PUBLIC_INSTITUTION",
  STATE_ENTERPRISE: "STATE_ENTERPRISE",
  PRIVATE_ENTERPRISE: "PRIVATE_ENTERPRISE",
  SCHOOL: "SCHOOL",
  HOSPITAL: "HOSPITAL",
  PROPERTY_MANAGER: "PROPERTY_MANAGER",
  OWNERS_COMMITTEE: "OWNERS_COMMITTEE",
  SOCIAL_ORGANISATION: "SOCIAL_ORGANISATION",
  FINANCIAL: "FINANCIAL",
  COMMUNITY: "COMMUNITY",
} as const;

export type OrganisationKind = (typeof OrganisationKind)[keyof typeof OrganisationKind];

/** How far a 统一社会信用代码 has been checked. */
export const UsccStatus = {
  UNVERIFIED: "UNVERIFIED",
  FORMAT_OK: "FORMAT_OK",
  REGISTRY_OK: "REGISTRY_OK",
} as const;

export type UsccStatus = (typeof UsccStatus)[keyof typeof UsccStatus];
