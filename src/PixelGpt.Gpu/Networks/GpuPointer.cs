using PixelGpt.Gpu.Computing;
using PixelGpt.Gpu.Kernels;
using PixelGpt.Models;

namespace PixelGpt.Gpu.Networks;

/// <summary>
/// The colour pointer on a device, see <see cref="ColorPointer"/>. Its distribution over the colours of the tokens so far is attention
/// whose values are the tokens' colours, one column per colour with a single 1 in each row.
/// </summary>
internal sealed class GpuPointer : IDisposable
{
    private readonly TransformerDescription _d;
    private readonly GpuLinear _projection;
    private readonly DeviceMemory<float>? _keyCache, _colorCache;
    private readonly int _cachePositions;

    /// <summary>Creates the pointer of a model.</summary>
    /// <param name="engine">The device.</param>
    /// <param name="parameters">The parameters.</param>
    /// <param name="description">The architecture.</param>
    /// <param name="size">Size of the passes.</param>
    public GpuPointer(GpuEngine engine, GpuParameters parameters, TransformerDescription description, PassSize size)
    {
        _d = description;
        _projection = parameters.Linear(description.Names.ColorPointer, 0);
        _cachePositions = size.CachePositions;
        if (size.CachePositions == 0) return;
        _keyCache = engine.Allocate<float>(size.Sequences * size.CachePositions * description.PointerSize);
        _colorCache = engine.Allocate<float>(size.Sequences * size.CachePositions * description.VocabularySize);
    }

    private int Width => _projection.Outputs;

    /// <summary>Computes the distributions of the pointer.</summary>
    /// <param name="pass">The pass.</param>
    /// <param name="tokens">Token of each row.</param>
    public void Forward(GpuPass pass, DeviceMemory<int> tokens)
    {
        GpuEngine engine = pass.Engine;
        Matrix projection = pass.Matrix(pass.Buffers.Pointer, Width);
        _projection.Forward(pass.Matrix(pass.Buffers.FinalNorm, _d.HiddenSize), projection);
        AttentionViews views = Views(pass.Buffers.Pointer, pass.Buffers.Colors);
        AttentionTask task = TaskOf(pass);
        if (_keyCache is not null && _colorCache is not null)
        {
            RowLayout keyRows = CacheRows(pass, _d.PointerSize), colorRows = CacheRows(pass, _d.VocabularySize);
            engine.CopyRows(projection.Part(_d.PointerSize, _d.PointerSize), _keyCache.View.SubView(pass.First * _d.PointerSize), keyRows);
            engine.OneHot(pass.AllRows, _d.VocabularySize, tokens.View, _colorCache.View.SubView(pass.First * _d.VocabularySize), colorRows);
            views = views with { Keys = _keyCache.View, Values = _colorCache.View };
            task = task with { KeySequence = keyRows.LineStride, KeyRow = _d.PointerSize, ValueSequence = colorRows.LineStride };
        }
        else
        {
            engine.OneHot(pass.AllRows, _d.VocabularySize, tokens.View, pass.Buffers.Colors.View, RowLayout.Of(_d.VocabularySize));
        }

        engine.Attend(views, pass.Buffers.Pointed.View, pass.Buffers.PointerLogSums.View, pass.DropoutKeys, task);
    }

    /// <summary>Replaces the logits by the logarithms of the mixture.</summary>
    /// <param name="pass">The pass.</param>
    public void Mix(GpuPass pass) =>
        pass.Engine.MixPointer(pass.AllRows, _d.VocabularySize, pass.Buffers.Logits.View, pass.Buffers.Pointed.View, Gates(pass, pass.Buffers.Pointer), ColorPointer.GateShift);

    /// <summary>Computes the cross-entropy of the mixture. The logits become their gradient.</summary>
    /// <param name="pass">The pass.</param>
    /// <param name="labels">Index of the correct colour of each row.</param>
    /// <param name="scale">Factor of the gradient.</param>
    public void Loss(GpuPass pass, DeviceMemory<int> labels, float scale) => pass.Engine.PointerCrossEntropy(
        pass.AllRows, _d.VocabularySize, pass.Buffers.Logits.View, pass.Buffers.Pointed.View, pass.Gradients!.Pointed.View,
        Gates(pass, pass.Buffers.Pointer), Gates(pass, pass.Gradients.Pointer), labels.View, pass.Buffers.Losses.View, scale, ColorPointer.GateShift);

    /// <summary>Adds to the gradients of the final hidden state and of the parameters, after <see cref="Loss"/>.</summary>
    /// <param name="pass">The pass.</param>
    public void Backward(GpuPass pass)
    {
        GpuGradientBuffers gradients = pass.Gradients!;

        // The gradient of the colours would be in the memory of the colours; it is not computed.
        pass.Engine.AttendBackward(
            Views(pass.Buffers.Pointer, pass.Buffers.Colors), pass.Buffers.Pointed.View, gradients.Pointed.View, pass.Buffers.PointerLogSums.View, gradients.Dots.View,
            Views(gradients.Pointer, pass.Buffers.Colors), pass.DropoutKeys, TaskOf(pass), hasValueGradient: false);
        _projection.Backward(pass.Matrix(pass.Buffers.FinalNorm, _d.HiddenSize), pass.Matrix(gradients.Pointer, Width), pass.Matrix(gradients.Norm, _d.HiddenSize), accumulate: true);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _keyCache?.Dispose();
        _colorCache?.Dispose();
    }

    private RowLayout CacheRows(GpuPass pass, int width) => new(pass.Rows, _cachePositions * width, width);

    private AttentionViews Views(DeviceMemory<float> projection, DeviceMemory<float> colors) => new(projection.View, projection.View.SubView(_d.PointerSize), colors.View);

    private Matrix Gates(GpuPass pass, DeviceMemory<float> projection) => pass.Matrix(projection, Width).Part(Width - 1, 1);

    private AttentionTask TaskOf(GpuPass pass) => new(
        pass.Rows, pass.First, pass.Sequences, 1, 1, _d.PointerSize, _d.VocabularySize, int.MaxValue, (float)(1 / Math.Sqrt(_d.PointerSize)),
        pass.Rows * Width, Width, pass.Rows * Width, Width, pass.Rows * _d.VocabularySize, _d.VocabularySize, default, 0);
}
