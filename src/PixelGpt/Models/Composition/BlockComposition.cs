namespace PixelGpt.Models.Composition;

/// <summary>
/// Describes one block of a transformer by its forward computation. It is called once per layer when a model is built, not in every
/// pass: it composes parts, and the gradients of all parts follow from their composition.
/// </summary>
/// <param name="block">Creates the parts.</param>
/// <param name="x">The residual stream before the block [T, D].</param>
/// <returns>The residual stream after the block [T, D].</returns>
public delegate BlockValue BlockComposition(BlockComposer block, BlockValue x);
