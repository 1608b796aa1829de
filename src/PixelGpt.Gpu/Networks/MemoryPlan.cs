using System.Globalization;
using PixelGpt.Gpu.Computing;
using PixelGpt.Models;
using PixelGpt.Training;

namespace PixelGpt.Gpu.Networks;

/// <summary>The memory that a model needs on a device, computed before anything is allocated.</summary>
/// <param name="FixedBytes">Memory that does not depend on the number of sequences: parameters, their gradients and moments, and the workspace.</param>
/// <param name="BytesPerSequence">Memory for each sequence of a pass.</param>
/// <param name="MaxSequences">Number of sequences that kernels can compute at once.</param>
internal readonly record struct MemoryPlan(long FixedBytes, long BytesPerSequence, int MaxSequences)
{
    /// <summary>The part of a device's memory that may be used: the driver and other programs need the rest.</summary>
    private const double UsablePart = 0.9;

    /// <summary>The largest number of floats of one buffer: kernels compute indices with 32 bits.</summary>
    private const long MaxFloats = int.MaxValue;

    /// <summary>The largest number of groups in the second dimension of a grid, which has the heads of all sequences.</summary>
    private const int MaxGroups = 65535;

    /// <summary>Plans the memory of a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="rows">Number of positions of each sequence in a pass.</param>
    /// <param name="recipe">Recipe of the training; null if the model is not trained.</param>
    /// <param name="cachePositions">Number of positions of each sequence in the KV cache; 0 for no cache.</param>
    /// <exception cref="InputException">The blocks of the model are composed by a program.</exception>
    public static MemoryPlan Of(Transformer model, int rows, TrainingRecipe? recipe, int cachePositions = 0)
    {
        bool isTrained = recipe is not null;
        TransformerDescription d = model.Description;
        var widths = BlockWidths.Of(d);
        long extent = model.Parameters.Extent, fixedFloats = extent + GpuEngine.WorkspaceLength;
        if (recipe is not null) fixedFloats += ((recipe.Ema > 0 ? 4 : 3) * extent) + (recipe.Optimizer == OptimizerType.Muon ? GpuMuon.TemporaryFloats(model) : 0);
        foreach (Models.Embeddings.EmbeddingTable table in GpuParameters.FeatureTablesOf(model)) fixedFloats += table.Rows.Length + (table.Features.Rows * table.Features.Columns);
        if (model.Rotary is { } rotary) fixedFloats += 2 * rotary.Cosines.Length;
        long perRow = widths.Shared.Sum() + ((long)GpuTransformer.OwnBuffers(d, isTrained) * widths.Block.Sum()) + (isTrained ? widths.Gradients.Sum() : 0) + model.Input.Count + 4;
        long perPosition = (2L * d.Layers * d.KeyValueWidth) + (d.PointerSize > 0 ? d.PointerSize + d.VocabularySize : 0);
        return new MemoryPlan(sizeof(float) * fixedFloats, sizeof(float) * ((rows * perRow) + (cachePositions * perPosition) + (2L * GpuPass.SitesOf(d).Length)), MaxGroups / d.Heads);
    }

    /// <summary>Plans the memory of the members of a model that is not trained.</summary>
    /// <param name="transformers">The transformers of the model.</param>
    /// <param name="size">Size of the passes.</param>
    /// <exception cref="InputException">The blocks of the model are composed by a program.</exception>
    public static MemoryPlan Of(IReadOnlyList<Transformer> transformers, LoadedModelSize size)
    {
        MemoryPlan[] plans = [.. transformers.Select(transformer => Of(transformer, size.Rows, recipe: null, size.CachePositions))];
        return new MemoryPlan(plans.Sum(p => p.FixedBytes), plans.Sum(p => p.BytesPerSequence), plans.Min(p => p.MaxSequences));
    }

    /// <summary>Returns the memory for a number of sequences.</summary>
    /// <param name="sequences">Number of sequences of a pass.</param>
    public long Bytes(int sequences) => FixedBytes + (sequences * BytesPerSequence);

    /// <summary>Returns the largest number of sequences that fits a device, besides what is allocated there.</summary>
    /// <param name="engine">The device.</param>
    public int MaxFitting(GpuEngine engine) => (int)Math.Min(MaxFitting(Usable(engine.MemoryBytes, engine.UsedBytes)), int.MaxValue);

    /// <summary>Checks that a number of sequences fits a device, besides what is allocated there.</summary>
    /// <param name="sequences">Number of sequences of a pass.</param>
    /// <param name="engine">The device.</param>
    /// <param name="option">Name of the setting for the number of sequences.</param>
    /// <exception cref="InputException">They do not fit; the message says how many would.</exception>
    public void Check(int sequences, GpuEngine engine, string option) => Check(sequences, engine.MemoryBytes, option, engine.UsedBytes);

    /// <summary>Checks that a number of sequences fits a device.</summary>
    /// <param name="sequences">Number of sequences of a pass.</param>
    /// <param name="memoryBytes">Size of the device's memory.</param>
    /// <param name="option">Name of the setting for the number of sequences.</param>
    /// <param name="usedBytes">Size of the memory that is already allocated.</param>
    /// <exception cref="InputException">They do not fit; the message says how many would.</exception>
    public void Check(int sequences, long memoryBytes, string option, long usedBytes = 0)
    {
        long usable = Usable(memoryBytes, usedBytes), fitting = MaxFitting(usable);
        if (sequences <= fitting) return;
        string numbers = $"the model needs {Gigabytes(Bytes(sequences))} GB on the graphics processor with {option} {sequences}, but {Gigabytes(usable)} GB of its {Gigabytes(memoryBytes)} GB can be used";
        throw new InputException(fitting > 0 ? $"{numbers}; use {option} {fitting} or less" : $"{numbers}, not enough for one sequence; use a smaller model, smaller pictures or the device cpu");
    }

    private static long Usable(long memoryBytes, long usedBytes) => (long)(UsablePart * memoryBytes) - usedBytes;

    private long MaxFitting(long usable) => Math.Min(Math.Min((usable - FixedBytes) / BytesPerSequence, sizeof(float) * MaxFloats / BytesPerSequence), MaxSequences);

    private static string Gigabytes(long bytes) => (bytes / 1e9).ToString("0.00", CultureInfo.InvariantCulture);
}
