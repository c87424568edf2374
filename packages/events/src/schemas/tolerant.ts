import { z } from 'zod';

/**
 * The reader's side of a schema of ours: the same fields and types, but further fields pass. So a
 * consumer goes on when a later 1.x adds some.
 */
export function tolerant<S extends z.ZodType>(schema: S): S {
  return loosened(schema) as z.ZodType as S;
}

function loosened(schema: z.core.$ZodType): z.core.$ZodType {
  const meta = schema instanceof z.ZodType ? schema.meta() : undefined;
  const loose = rebuilt(schema);
  return meta && loose instanceof z.ZodType && loose !== schema ? loose.meta(meta) : loose;
}

function rebuilt(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodObject) {
    const shape = Object.entries<z.core.$ZodType>(schema.shape);
    return z.looseObject(Object.fromEntries(shape.map(([key, field]) => [key, loosened(field)])));
  }
  if (schema instanceof z.ZodExactOptional) return z.exactOptional(loosened(schema.unwrap()));
  if (schema instanceof z.ZodDiscriminatedUnion) {
    const [first, ...rest] = schema.options.map(
      (option) => loosened(option) as z.core.$ZodTypeDiscriminable,
    );
    return z.discriminatedUnion(schema.def.discriminator, [first!, ...rest]);
  }
  return schema;
}
