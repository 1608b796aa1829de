namespace PixelGpt.Models;

/// <summary>The keys of a colour pointer for the earlier positions of each row's sequence, in passes over parts of sequences.</summary>
internal interface IPointerCache
{
    /// <summary>Stores the key of a row for the colour pointer.</summary>
    /// <param name="row">Index of the row.</param>
    /// <param name="key">Key [pointer size].</param>
    void StorePointerKey(int row, ReadOnlySpan<float> key);

    /// <summary>Computes the weights of the colour pointer over a row's own and all earlier positions, whose keys are stored.</summary>
    /// <param name="row">Index of the row.</param>
    /// <param name="query">Query [pointer size].</param>
    /// <returns>The weights, in a buffer that the next call overwrites.</returns>
    ReadOnlySpan<float> PointerWeights(int row, ReadOnlySpan<float> query);
}
