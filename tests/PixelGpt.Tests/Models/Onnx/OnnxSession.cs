using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace PixelGpt.Tests.Models.Onnx;

/// <summary>
/// Runs an exported model in ONNX Runtime as a program of another author would: it knows only the names of inputs and outputs, and
/// passes each <c>present.X</c> as <c>past_key_values.X</c> of the next call.
/// </summary>
internal sealed class OnnxSession : IDisposable
{
    private const string Past = "past_key_values.", Present = "present.";

    private readonly InferenceSession _session;
    private Dictionary<string, NamedOnnxValue> _cache = [];
    private long[] _mask = [];

    public OnnxSession(string path, GraphOptimizationLevel optimization = GraphOptimizationLevel.ORT_ENABLE_ALL)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1, GraphOptimizationLevel = optimization };
        _session = new InferenceSession(path, options);
    }

    public IReadOnlyDictionary<string, string> Metadata => _session.ModelMetadata.CustomMetadataMap;

    public IReadOnlyDictionary<string, NodeMetadata> Inputs => _session.InputMetadata;

    public IReadOnlyDictionary<string, NodeMetadata> Outputs => _session.OutputMetadata;

    /// <summary>Empties the cache, for new sequences.</summary>
    public void Start(int batch)
    {
        _mask = [];
        _cache = Inputs.Where(i => i.Key.StartsWith(Past, StringComparison.Ordinal)).ToDictionary(i => i.Key, i => Empty(i.Key, i.Value, batch));
    }

    /// <summary>Computes the logits of the next tokens, and adds the rows to the cache.</summary>
    /// <param name="rows">The new tokens of each sequence, all of the same number; a null token is filled.</param>
    /// <param name="size">Width and height of the pictures.</param>
    /// <returns>The logits of each row of each sequence.</returns>
    public float[][][] Run(OnnxRow?[][] rows, (int Width, int Height) size)
    {
        int batch = rows.Length, count = rows[0].Length, total = (_mask.Length / batch) + count;
        _mask = [.. rows.SelectMany((row, b) => _mask.AsSpan(b * (total - count), total - count).ToArray().Concat(row.Select(r => r is null ? 0L : 1L)))];
        long[] Of(Func<OnnxRow, int> value) => [.. rows.SelectMany(row => row.Select(r => r is { } known ? (long)value(known) : 0))];
        List<NamedOnnxValue> inputs = [.. _cache.Values, Tensor("input_ids", Of(r => r.Token), batch, count), Tensor("attention_mask", _mask, batch, total), Tensor("position_ids", Of(r => r.Position), batch, count)];
        if (Inputs.ContainsKey("next_position_ids")) inputs.Add(Tensor("next_position_ids", Of(r => r.Next), batch, count));
        if (Inputs.ContainsKey("image_size")) inputs.Add(Tensor("image_size", [.. Enumerable.Repeat<long[]>([size.Width, size.Height], batch).SelectMany(s => s)], batch, 2));
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> outputs = _session.Run(inputs);
        foreach (DisposableNamedOnnxValue output in outputs.Where(o => o.Name.StartsWith(Present, StringComparison.Ordinal)))
        {
            string name = Past + output.Name[Present.Length..];
            _cache[name] = output.ElementType == TensorElementType.Int64
                ? NamedOnnxValue.CreateFromTensor(name, output.AsTensor<long>().ToDenseTensor())
                : NamedOnnxValue.CreateFromTensor(name, output.AsTensor<float>().ToDenseTensor());
        }

        DenseTensor<float> logits = outputs.Single(o => o.Name == "logits").AsTensor<float>().ToDenseTensor();
        int colors = logits.Dimensions[2];
        float[] all = logits.ToArray();
        return [.. Enumerable.Range(0, batch).Select(b => Enumerable.Range(0, count).Select(r => all.AsSpan(((b * count) + r) * colors, colors).ToArray()).ToArray())];
    }

    public void Dispose() => _session.Dispose();

    private static NamedOnnxValue Tensor(string name, long[] values, params int[] shape) => NamedOnnxValue.CreateFromTensor(name, new DenseTensor<long>(values, shape));

    private static NamedOnnxValue Empty(string name, NodeMetadata input, int batch)
    {
        // The batch size is the first dimension, and the length of the cache is the other one without a fixed size.
        int[] shape = [batch, .. input.Dimensions.Skip(1).Select(d => d < 0 ? 0 : d)];
        return input.ElementType == typeof(long) ? NamedOnnxValue.CreateFromTensor(name, new DenseTensor<long>(shape)) : NamedOnnxValue.CreateFromTensor(name, new DenseTensor<float>(shape));
    }
}

/// <summary>A token that is given to an exported model.</summary>
/// <param name="Token">The token.</param>
/// <param name="Position">Its position: the raster index of its pixel.</param>
/// <param name="Next">The raster index of the pixel to be predicted.</param>
internal readonly record struct OnnxRow(int Token, int Position, int Next);
