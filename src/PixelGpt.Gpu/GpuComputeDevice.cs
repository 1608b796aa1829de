using PixelGpt.Gpu.Computing;
using PixelGpt.Gpu.Devices;
using PixelGpt.Gpu.Networks;
using PixelGpt.Models;
using PixelGpt.Training;

namespace PixelGpt.Gpu;

/// <summary>A graphics processor that trains models and completes pictures.</summary>
public sealed class GpuComputeDevice : ComputeDevice
{
    private readonly GpuConnection? _connection;
    private readonly GpuEngine _engine;

    private GpuComputeDevice(GpuConnection connection)
    {
        (_connection, _engine) = (connection, new GpuEngine(connection.Accelerator));
        (Id, Name) = (connection.Id, connection.Name);
    }

    /// <summary>Creates a device that uses an engine, which the caller disposes of.</summary>
    internal GpuComputeDevice(string id, GpuEngine engine) => (Id, Name, _engine) = (id, id, engine);

    /// <inheritdoc/>
    public override string Id { get; }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <summary>Opens a device.</summary>
    /// <param name="id">Name of the device, see <see cref="GpuDevice.Id"/>, or <c>cuda</c> or <c>opencl</c> for the first one of a type.</param>
    /// <returns>The device.</returns>
    /// <exception cref="InputException">There is no such device; the message names those that there are.</exception>
    /// <exception cref="FailureException">The device cannot be used.</exception>
    public static GpuComputeDevice Open(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        GpuConnection connection = GpuConnection.Open(id);
        try
        {
            return new GpuComputeDevice(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    internal override ITrainingEngine CreateTraining(Transformer model, TrainingRecipe recipe, OptimizerState state, BatchShape size) =>
        GpuFailure.Within(() => new GpuTraining(_engine, model, recipe, state, size));

    /// <inheritdoc/>
    internal override ILoadedModel Load(IReadOnlyList<Transformer> transformers, LoadedModelSize size) =>
        GpuFailure.Within(() => new GpuLoadedModel(_engine, transformers, size));

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (_connection is null) return;
        _engine.Dispose();
        _connection.Dispose();
    }
}
