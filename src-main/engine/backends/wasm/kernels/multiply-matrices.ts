import { TILE_BYTES, TILE_COLUMNS } from '../programs/matrix-multiply.ts';
import type { WasmHeap } from '../heap.ts';

/** A matrix in the heap; strides in bytes, so a transposed matrix is the same memory with its strides exchanged. */
export interface HeapMatrix {
  readonly address: number;
  readonly rowStride: number;
  readonly columnStride: number;
}

export interface Product {
  readonly a: HeapMatrix;
  readonly b: HeapMatrix;
  /** C [rows, columns], row after row. */
  readonly target: number;
  readonly rows: number;
  readonly columns: number;
  /** Columns of A, rows of B. */
  readonly inner: number;
  /** Whether C is added to, not overwritten. */
  readonly accumulate: boolean;
}

/** A float32 matrix [rows, columns] stored row after row, or its transpose. */
export function matrixAt(address: number, columns: number, transposed = false): HeapMatrix {
  const stride = columns * 4;
  return transposed ? { address, rowStride: 4, columnStride: stride } : { address, rowStride: stride, columnStride: 4 };
}

/**
 * C = A·B in slices of the inner axis, so that a packed panel of B stays in the first-level cache while all rows of A
 * pass (Goto and van de Geijn 2008, "Anatomy of high-performance matrix multiplication", without packing A: its
 * strided reads cost less than a copy at these sizes).
 */
export function multiplyMatrices({ programs, scratch }: WasmHeap, { a, b, target, rows, columns, inner, accumulate }: Product): void {
  const panels = scratch('panels', Math.min(INNER_SLICE, inner) * Math.ceil(columns / TILE_COLUMNS) * TILE_COLUMNS * 4);
  const tile = scratch('tile', TILE_BYTES);
  for (let from = 0; from < inner; from += INNER_SLICE) {
    const slice = Math.min(INNER_SLICE, inner - from);
    programs.packPanels(b.address + from * b.rowStride, b.rowStride, b.columnStride, slice, columns, panels);
    const adds = accumulate || from > 0 ? 1 : 0;
    const left = a.address + from * a.columnStride;
    programs.multiply(left, a.rowStride, a.columnStride, panels, target, columns * 4, rows, columns, slice, adds, tile);
  }
}

/** 256 rows of a panel are 8 KiB. */
const INNER_SLICE = 256;
