/** How a point was measured; points of different systems differ by 300–700 m and must not be compared. */
export const CoordinateSystem = { GCJ02: "GCJ02", WGS84: "WGS84", BD09: "BD09" } as const;

export type CoordinateSystem = (typeof CoordinateSystem)[keyof typeof CoordinateSystem];
