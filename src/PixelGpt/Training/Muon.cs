using PixelGpt.Models;
using PixelGpt.Numerics;

namespace PixelGpt.Training;

/// <summary>
/// Muon (Jordan et al. 2024) for the weights of the linear layers of all blocks: the update is the orthogonalised momentum of the
/// gradient, with Nesterov's correction.
/// </summary>
/// <remarks>
/// <para>For a gradient g: m ← μm + (1 − μ)g, u = (1 − μ)g + μm, W ← (1 − ηλ)W − η · 0.2·√max(rows, columns) · orthogonalised u. With
/// this factor (Liu et al. 2025) the update has about the same root mean square as one of AdamW, so that the learning rate η and the
/// weight decay λ of AdamW suit both.</para>
/// <para>Fused projections are separate matrices, which <see cref="Linear.Parts"/> lists, and each is orthogonalised alone: the
/// directions of queries, keys and values have nothing in common.</para>
/// </remarks>
internal sealed class Muon
{
    /// <summary>The root mean square of the update relative to the learning rate.</summary>
    public const double UpdateSize = 0.2;

    /// <summary>The decay rate μ of the momentum.</summary>
    public const double Momentum = 0.95;

    private readonly Transformer _model;
    private readonly Linear[] _layers;
    private readonly Scratch?[] _scratch;

    /// <summary>Creates the optimizer of a model.</summary>
    /// <param name="model">Model to train.</param>
    /// <param name="threads">Number of threads that call <see cref="Update"/>.</param>
    public Muon(Transformer model, int threads)
    {
        _model = model;
        _layers = [.. model.HiddenLayers];
        _scratch = new Scratch?[threads];
    }

    /// <summary>The number of weights; each can be updated by a different thread.</summary>
    public int Count => _layers.Length;

    /// <summary>The weights.</summary>
    public IEnumerable<Parameter> Weights => _layers.Select(layer => layer.Weight);

    /// <summary>Returns one of the weights.</summary>
    /// <param name="index">Index of the weight, less than <see cref="Count"/>.</param>
    public Parameter Weight(int index) => _layers[index].Weight;

    /// <summary>Updates one weight and its momentum.</summary>
    /// <param name="index">Index of the weight, less than <see cref="Count"/>.</param>
    /// <param name="thread">Index of the calling thread.</param>
    /// <param name="step">Hyperparameters of the step.</param>
    /// <param name="gradients">Gradients of all parameters.</param>
    /// <param name="momenta">Momenta in the layout of the parameters.</param>
    public void Update(int index, int thread, in MuonStep step, ReadOnlySpan<float> gradients, Span<float> momenta)
    {
        Linear layer = _layers[index];
        IKernels kernels = _model.Kernels;
        Scratch scratch = _scratch[thread] ??= new Scratch(kernels, _layers);
        Span<float> weight = layer.Weight.In(_model.Parameters.Values), momentum = layer.Weight.In(momenta), update = scratch.Update[0, layer.Weight.Length];
        layer.Weight.In(gradients).CopyTo(update);
        kernels.Scale(update, step.GradientScale);
        kernels.UpdateAverage(update, (float)Momentum, momentum);
        kernels.UpdateAverage(momentum, (float)(1 - Momentum), update);
        for (int part = 0; part < layer.Parts.Length; part++)
        {
            MatrixSpan matrix = layer.Part(update, part);
            scratch.NewtonSchulz.Orthogonalize(matrix, (float)(-step.LearningRate * UpdateSize * Math.Sqrt(Math.Max(matrix.Rows, matrix.Columns))));
        }

        kernels.Scale(weight, (float)(1 - (step.LearningRate * step.WeightDecay)));
        kernels.Add(update, weight);
    }

    /// <summary>The buffers of one thread.</summary>
    private sealed class Scratch(IKernels kernels, Linear[] layers)
    {
        public FloatBuffer Update { get; } = new(layers.Max(layer => layer.Weight.Length));

        public NewtonSchulz NewtonSchulz { get; } = new(
            kernels,
            layers.Max(layer => layer.Parts.Max(outputs => Math.Max(outputs, layer.Inputs))),
            layers.Max(layer => layer.Parts.Max(outputs => Math.Min(outputs, layer.Inputs))));
    }
}
