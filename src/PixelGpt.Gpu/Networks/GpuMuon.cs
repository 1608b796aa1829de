using PixelGpt.Gpu.Computing;
using PixelGpt.Models;
using PixelGpt.Numerics;
using PixelGpt.Training;

namespace PixelGpt.Gpu.Networks;

/// <summary>Muon on a device, which computes the same as <see cref="Muon"/>.</summary>
internal sealed class GpuMuon : IDisposable
{
    private readonly GpuEngine _engine;
    private readonly GpuParameters _parameters;
    private readonly DeviceMemory<float> _momenta, _update, _gram, _square, _norm;
    private readonly Linear[] _layers;
    private readonly bool _isTransposed;
    private DeviceMemory<float> _x, _next;

    /// <summary>Allocates temporary memory.</summary>
    /// <param name="engine">The device.</param>
    /// <param name="model">The model.</param>
    /// <param name="parameters">Its parameters on the device.</param>
    /// <param name="momenta">Momenta in the layout of the parameters.</param>
    public GpuMuon(GpuEngine engine, Transformer model, GpuParameters parameters, DeviceMemory<float> momenta)
    {
        (_engine, _parameters, _momenta) = (engine, parameters, momenta);
        _layers = [.. model.HiddenLayers];
        _isTransposed = model.Description.Layout == WeightLayout.OutIn;
        (int longest, int shortest) = SizesOf(model);
        (_update, _x, _next) = (engine.Allocate<float>(longest), engine.Allocate<float>(longest), engine.Allocate<float>(longest));
        (_gram, _square, _norm) = (engine.Allocate<float>(shortest * shortest), engine.Allocate<float>(shortest * shortest), engine.Allocate<float>(1));
    }

    /// <summary>Returns the number of floats of the temporary memory for a model.</summary>
    /// <param name="model">The model.</param>
    public static long TemporaryFloats(Transformer model)
    {
        (long longest, long shortest) = SizesOf(model);
        return (3 * longest) + (2 * shortest * shortest);
    }

    /// <summary>Updates all weights and their momenta.</summary>
    /// <param name="step">Hyperparameters of the step.</param>
    public void Step(MuonStep step)
    {
        foreach (Linear layer in _layers)
        {
            Parameter weight = layer.Weight;
            var momentum = _momenta.View.SubView(weight.Offset, weight.Length);
            const float Decay = (float)Muon.Momentum;

            // m ← μm + (1 − μ)g, u = (1 − μ)g + μm
            _engine.Combine(weight.Length, _parameters.Gradient(weight), step.GradientScale, _update.View, 0);
            _engine.UpdateAverage(weight.Length, _update.View, momentum, Decay);
            _engine.Combine(weight.Length, momentum, Decay, _update.View, 1 - Decay);
            int first = 0;
            foreach (int outputs in layer.Parts)
            {
                Matrix part = _isTransposed
                    ? new Matrix(_update.View.SubView(first * layer.Inputs), outputs, layer.Inputs)
                    : new Matrix(_update.View, layer.Inputs, layer.Outputs).Part(first, outputs);
                Orthogonalize(part, (float)(-step.LearningRate * Muon.UpdateSize * Math.Sqrt(Math.Max(part.Rows, part.Columns))));
                first += outputs;
            }

            _engine.Combine(weight.Length, _update.View, 1, _parameters.View(weight), (float)(1 - (step.LearningRate * step.WeightDecay)));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (DeviceMemory<float> memory in (DeviceMemory<float>[])[_update, _x, _next, _gram, _square, _norm]) memory.Dispose();
    }

    /// <summary>Orthogonalises a matrix and multiplies it by a number, in place, see <see cref="NewtonSchulz"/>.</summary>
    private void Orthogonalize(Matrix matrix, float factor)
    {
        // The products XXᵀ are smaller if X has more columns than rows.
        Matrix wide = matrix.Rows > matrix.Columns ? matrix.Transposed : matrix;
        int rows = wide.Rows, columns = wide.Columns, length = rows * columns;
        _engine.Copy(wide, Dense(_x, rows, columns));
        _engine.Sum(_x.View, length, _norm.View, isSquared: true);
        _engine.DivideByRoot(length, _x.View, _norm.View, NewtonSchulz.Epsilon);
        Matrix gram = Dense(_gram, rows, rows), square = Dense(_square, rows, rows);
        for (int i = 0; i < NewtonSchulz.Iterations; i++)
        {
            // aX + bGX + cG²X = (aI + bG + cG²)·X
            Matrix x = Dense(_x, rows, columns);
            _engine.Multiply(x, x.Transposed, gram);
            _engine.Multiply(gram, gram, square);
            _engine.Polynomial(rows, gram.Data, square.Data, NewtonSchulz.A, NewtonSchulz.B, NewtonSchulz.C);
            _engine.Multiply(square, x, Dense(_next, rows, columns));
            (_x, _next) = (_next, _x);
        }

        _engine.Combine(length, _x.View, factor, _x.View, 0);
        _engine.Copy(Dense(_x, rows, columns), wide);
    }

    /// <summary>Returns the largest number of values of a weight, and of the shorter side of a matrix in it.</summary>
    private static (int Longest, int Shortest) SizesOf(Transformer model) =>
        (model.HiddenLayers.Max(l => l.Weight.Length), model.HiddenLayers.Max(l => l.Parts.Max(outputs => Math.Min(outputs, l.Inputs))));

    private static Matrix Dense(DeviceMemory<float> memory, int rows, int columns) => new(memory.View, rows, columns);
}
