export type SupplyKind = "RESOURCE" | "VOLUNTEER_SERVICE" | "MERCHANT_OFFER";
export type SupplyState = "PUBLISHED" | "WITHDRAWN" | "SUSPENDED";

/** What matching knows of a supply, whoever owns it. Dates are YYYY-MM-DD and include their last day. */
export interface SupplyFacts {
  readonly id: string;
  readonly kind: SupplyKind;
  readonly ownerUnitId: string | null;
  readonly ownerName: string;
  readonly title: string;
  readonly description: string;
  readonly category: string | null;
  readonly quantity: number | null;
  readonly unitOfMeasure: string | null;
  readonly coverageAreaCode: string;
  readonly audience: readonly string[];
  readonly validFrom: string | null;
  readonly validTo: string | null;
  readonly schedule: string;
  readonly minNoticeDays: number;
  readonly qualification: string | null;
  readonly cost: string;
  readonly eligibility: string | null;
  readonly state: SupplyState;
  readonly confirmedOn: string | null;
  readonly version: number;
}

/** A supply as it stands in the index: its text is already segmented. */
export interface IndexedSupply extends SupplyFacts {
  readonly tokens: readonly string[];
  readonly coverageAreaName: string | null;
  /** How much of the quantity is promised to projects. */
  readonly promised: number;
}

/** What matching knows of a need. */
export interface NeedFacts {
  readonly id: string;
  readonly unitId: string;
  readonly category: string | null;
  readonly title: string;
  readonly description: string;
  readonly quantity: number | null;
  readonly unitOfMeasure: string | null;
  readonly areaCode: string;
  /** Names by code of the area and of all it lies in. */
  readonly areaNames: Readonly<Record<string, string>>;
  readonly audience: readonly string[];
  readonly neededFrom: string | null;
  readonly neededTo: string | null;
  readonly schedule: string;
  readonly peopleServed: number | null;
  /** The day on which it was handed in, where its unit says so. */
  readonly submittedOn: string | null;
  readonly tokens: readonly string[];
}
