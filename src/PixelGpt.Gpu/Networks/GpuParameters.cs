using System.Globalization;
using ILGPU;
using PixelGpt.Gpu.Computing;
using PixelGpt.Gpu.Kernels;
using PixelGpt.Models;
using PixelGpt.Models.Embeddings;

namespace PixelGpt.Gpu.Networks;

/// <summary>
/// The parameters of a transformer in the memory of a device, in the layout of its <see cref="ParameterSet"/>, and their gradients.
/// After the parameters follow the values of the tables with colour features.
/// </summary>
internal sealed class GpuParameters : IDisposable
{
    private readonly GpuEngine _engine;
    private readonly Transformer _model;
    private readonly Dictionary<string, Parameter> _byName;
    private readonly FeatureTable[] _tables;

    /// <summary>Allocates the memory and copies the parameters of the model to it.</summary>
    /// <param name="engine">The device.</param>
    /// <param name="model">The model.</param>
    /// <param name="isTrained">Whether gradients are needed.</param>
    public GpuParameters(GpuEngine engine, Transformer model, bool isTrained)
    {
        (_engine, _model) = (engine, model);
        _byName = model.Parameters.All.ToDictionary(p => p.Name);
        EmbeddingTable[] tables = FeatureTablesOf(model);
        _tables = new FeatureTable[tables.Length];
        int length = model.Parameters.Extent;
        for (int i = 0; i < tables.Length; length += tables[i++].Rows.Length) _tables[i] = new FeatureTable(tables[i], length, engine.Allocate<float>(tables[i].Features.Rows * tables[i].Features.Columns));
        Values = engine.Allocate<float>(length);
        Gradients = engine.Allocate<float>(isTrained ? model.Parameters.Extent : 0);
        UploadFeatures();
        Upload(model.Parameters.Values);
    }

    /// <summary>The values.</summary>
    public DeviceMemory<float> Values { get; }

    /// <summary>The gradients.</summary>
    public DeviceMemory<float> Gradients { get; }

    /// <summary>The number of values of all parameters, padding included.</summary>
    public int Extent => _model.Parameters.Extent;

    /// <summary>Returns the tables with colour features.</summary>
    /// <param name="model">The model.</param>
    public static EmbeddingTable[] FeatureTablesOf(Transformer model) => [.. model.Input.Tables.Append(model.Outputs).Where(t => t.HasFeatures).Distinct()];

    /// <summary>Replaces the values of all parameters.</summary>
    /// <param name="values">Values in the layout of the parameters.</param>
    public void Upload(ReadOnlySpan<float> values)
    {
        Values.Upload(values);
        UpdateTables();
    }

    /// <summary>Copies the colour features of the model, after its colours have changed. <see cref="UpdateTables"/> must follow.</summary>
    public void UploadFeatures()
    {
        foreach (FeatureTable table in _tables) table.Features.Upload(table.Table.Features.Data[..(table.Table.Features.Rows * table.Table.Features.Columns)]);
    }

    /// <summary>Computes the values of the tables with colour features, after the parameters or the features have changed.</summary>
    public void UpdateTables()
    {
        foreach (FeatureTable table in _tables)
        {
            Matrix values = Rows(Values.View.SubView(table.Offset), table.Table);
            if (table.Table.IsLearnedPerIndex) _engine.CopyRows(Rows(View(table.Table.Rows), table.Table), values.Data, RowLayout.Of(values.Columns));
            _engine.Multiply(FeaturesOf(table), ProjectionOf(Values, table), values, accumulate: table.Table.IsLearnedPerIndex);
        }
    }

    /// <summary>Computes the gradients of the linear maps of colour features, once those of the tables are complete.</summary>
    public void CompleteGradients()
    {
        foreach (FeatureTable table in _tables)
        {
            Matrix gradient = Rows(Gradient(table.Table.Rows), table.Table);
            _engine.Multiply(FeaturesOf(table).Transposed, gradient, ProjectionOf(Gradients, table));

            // No parameter is there, so that it must not count in the norm of the gradient.
            if (!table.Table.IsLearnedPerIndex) _engine.Combine(table.Table.Rows.Length, gradient.Data, 0, gradient.Data, 0);
        }
    }

    /// <summary>Returns the index of the first value of an embedding table.</summary>
    /// <param name="table">The table.</param>
    public int OffsetOf(EmbeddingTable table) => _tables.FirstOrDefault(t => t.Table == table) is { } features ? features.Offset : table.Rows.Offset;

    /// <summary>Returns the values of a parameter.</summary>
    /// <param name="parameter">The parameter.</param>
    public ArrayView<float> View(Parameter parameter) => Values.View.SubView(parameter.Offset, parameter.Length);

    /// <summary>Returns the gradient of a parameter; any memory if gradients are not needed.</summary>
    /// <param name="parameter">The parameter.</param>
    public ArrayView<float> Gradient(Parameter parameter) => Gradients.Length >= Extent ? Gradients.View.SubView(parameter.Offset, parameter.Length) : Gradients.View;

    /// <summary>Returns a parameter; null if the model has none with the name.</summary>
    /// <param name="name">Pattern of the module's name.</param>
    /// <param name="layer">Index of the block.</param>
    /// <param name="kind">Name of the parameter in its module.</param>
    public Parameter? Find(string name, int layer, string kind = "weight") => _byName.GetValueOrDefault(string.Format(CultureInfo.InvariantCulture, name, layer) + "." + kind);

    /// <summary>Returns a norm, and its gradients.</summary>
    /// <param name="name">Pattern of its name.</param>
    /// <param name="layer">Index of the block.</param>
    public (Norm Values, Norm Gradients) Norm(string name, int layer)
    {
        Parameter weight = Find(name, layer)!, bias = Find(name, layer, "bias") ?? weight;
        var values = new Norm(View(weight), View(bias), weight.Length, bias != weight, _model.Description.NormEpsilon);
        return (values, values with { Weight = Gradient(weight), Bias = Gradient(bias) });
    }

    /// <summary>Returns a linear layer.</summary>
    /// <param name="name">Pattern of its name.</param>
    /// <param name="layer">Index of the block.</param>
    public GpuLinear Linear(string name, int layer)
    {
        Parameter weight = Find(name, layer)!;
        Parameter? bias = Find(name, layer, "bias");
        bool isTransposed = _model.Description.Layout == WeightLayout.OutIn;
        return new GpuLinear(_engine, Stored(View(weight)), Stored(Gradient(weight)), isTransposed, bias is null ? null : (View(bias), Gradient(bias)));

        Matrix Stored(ArrayView<float> data) => new(data, weight.Shape[0], weight.Shape[1]);
    }

    /// <summary>Returns the output head.</summary>
    public GpuLinear Head()
    {
        Parameter rows = _model.Outputs.Rows;
        int colors = _model.Description.VocabularySize, width = _model.Description.HiddenSize;
        ArrayView<float> values = Values.View.SubView(OffsetOf(_model.Outputs), colors * width);
        return new GpuLinear(_engine, new Matrix(values, colors, width), new Matrix(Gradient(rows), colors, width), isTransposed: true, bias: null);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Values.Dispose();
        Gradients.Dispose();
        foreach (FeatureTable table in _tables) table.Features.Dispose();
    }

    private static Matrix Rows(ArrayView<float> data, EmbeddingTable table) => new(data, table.Rows.Shape[0], table.Rows.Shape[1]);

    private static Matrix FeaturesOf(FeatureTable table) => new(table.Features.View, table.Table.Features.Rows, table.Table.Features.Columns);

    private static Matrix ProjectionOf(DeviceMemory<float> memory, FeatureTable table)
    {
        Parameter projection = table.Table.Projection!;
        return new Matrix(memory.View.SubView(projection.Offset), projection.Shape[0], projection.Shape[1]);
    }

    private sealed record FeatureTable(EmbeddingTable Table, int Offset, DeviceMemory<float> Features);
}
