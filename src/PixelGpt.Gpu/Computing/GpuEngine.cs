using ILGPU;
using ILGPU.Runtime;

namespace PixelGpt.Gpu.Computing;

/// <summary>
/// Runs kernels on one device, in the order of the calls. Kernels are compiled when they are first used. The order of all additions
/// depends only on the sizes and on the device, so that the same calls on the same device give the same bits.
/// </summary>
internal sealed partial class GpuEngine : IDisposable
{
    /// <summary>Number of floats of the temporary memory for partial sums.</summary>
    public const int WorkspaceLength = 1 << 22;

    /// <summary>Number of threads that work on one row of a matrix, or on neighbouring columns.</summary>
    private const int RowThreads = 128, ColumnThreads = 64;

    private readonly Accelerator _accelerator;
    private readonly bool _isWide;
    private readonly int _rowThreads;
    private readonly int _columnThreads;
    private readonly int _groups;
    private readonly MemoryBuffer1D<float, Stride1D.Dense> _workspace;

    /// <summary>Creates an engine.</summary>
    /// <param name="accelerator">The device. The caller disposes of it after the engine.</param>
    /// <param name="groups">Number of groups that keep the device busy; null for four per multiprocessor. Sums are divided among them.</param>
    /// <param name="rowThreads">Number of threads per row, a power of 2; null for the best one.</param>
    /// <param name="isWide">Whether the groups of matrix products have the size for graphics processors; null for the best size.</param>
    public GpuEngine(Accelerator accelerator, int? groups = null, int? rowThreads = null, bool? isWide = null)
    {
        _accelerator = accelerator;
        bool isEmulated = accelerator.AcceleratorType == AcceleratorType.CPU;
        _isWide = isWide ?? !isEmulated;
        _rowThreads = rowThreads ?? (isEmulated ? 1 : RowThreads);
        _columnThreads = isEmulated ? 1 : ColumnThreads;
        _groups = groups ?? (4 * accelerator.NumMultiprocessors);
        _workspace = accelerator.Allocate1D<float>(WorkspaceLength);
    }

    /// <summary>The size of the device's memory.</summary>
    public long MemoryBytes => _accelerator.MemorySize;

    /// <summary>The number of bytes that have been allocated with this engine so far, also if they are free again.</summary>
    public long AllocatedBytes { get; private set; } = sizeof(float) * WorkspaceLength;

    /// <summary>The number of bytes that are allocated now, without the workspace.</summary>
    public long UsedBytes { get; private set; }

    private ArrayView<float> Workspace => _workspace.View.BaseView;

    /// <summary>Allocates memory with zeros.</summary>
    /// <typeparam name="T">Type of the values.</typeparam>
    /// <param name="length">Number of values; memory for no values has one.</param>
    public DeviceMemory<T> Allocate<T>(int length)
        where T : unmanaged
    {
        MemoryBuffer1D<T, Stride1D.Dense> buffer = _accelerator.Allocate1D<T>(Math.Max(1, length));
        buffer.MemSetToZero();
        AllocatedBytes += buffer.LengthInBytes;
        UsedBytes += buffer.LengthInBytes;
        return new DeviceMemory<T>(this, buffer);
    }

    /// <summary>Counts memory that is free again.</summary>
    /// <param name="bytes">Number of bytes.</param>
    public void Release(long bytes) => UsedBytes -= bytes;

    /// <summary>Waits until the device has completed all work.</summary>
    public void Synchronize() => _accelerator.Synchronize();

    /// <inheritdoc/>
    public void Dispose() => _workspace.Dispose();

    private static KernelConfig Groups(int x, int y, int z, int threads) => new(new Index3D(x, y, z), new Index3D(threads, 1, 1));

    private static int Tiles(int length, int tile) => (length + tile - 1) / tile;

    /// <summary>Divides rows into slices whose partial sums of a length fit the workspace.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="length">Number of values of a partial sum.</param>
    /// <param name="groups">Number of groups that work on one slice.</param>
    /// <param name="fewest">Minimum number of rows of a slice.</param>
    /// <returns>The number of rows of a slice, and of slices.</returns>
    private (int RowsPerSlice, int Slices) Slice(int rows, int length, int groups, int fewest)
    {
        int slices = Math.Min(Math.Min(Tiles(_groups, groups), Tiles(rows, fewest)), Math.Max(1, WorkspaceLength / length));
        int rowsPerSlice = Tiles(rows, Math.Max(1, slices));
        return (rowsPerSlice, Tiles(rows, rowsPerSlice));
    }
}
