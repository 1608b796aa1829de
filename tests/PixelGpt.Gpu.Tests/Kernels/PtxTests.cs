using System.Reflection;
using System.Text.RegularExpressions;
using ILGPU;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.PTX;
using ILGPU.Runtime.Cuda;
using PixelGpt.Gpu.Kernels;

namespace PixelGpt.Gpu.Tests.Kernels;

/// <summary>Compiles every kernel for graphics processors of NVIDIA. No device is needed.</summary>
public partial class PtxTests(ITestOutputHelper output)
{
    /// <summary>The largest code of a kernel, in lines.</summary>
    private const int MaxLines = 4000;

    /// <summary>The shared memory that a group can have on every device.</summary>
    private const int MaxSharedBytes = 48 * 1024;

    [Theory]
    [InlineData(7, 0)]
    [InlineData(8, 0)]
    [InlineData(9, 0)]
    public void Every_kernel_compiles_without_local_memory(int major, int minor)
    {
        using Context context = Context.Create(builder => builder.Optimize(OptimizationLevel.O2));
        using var backend = new PTXBackend(context, new CudaArchitecture(major, minor), CudaInstructionSet.ISA_78, nvvmAPI: null!);
        MethodInfo[] kernels = [.. Kernels()];
        Assert.True(kernels.Length > 25);
        output.WriteLine($"{"kernel for sm_" + major + minor,-45} {"lines",6} {"registers",10} {"shared",7} {"local",6}");
        Assert.All(kernels, kernel =>
        {
            bool isImplicit = kernel.GetParameters()[0].ParameterType == typeof(Index1D);
            EntryPointDescription entry = isImplicit ? EntryPointDescription.FromImplicitlyGroupedKernel(kernel) : EntryPointDescription.FromExplicitlyGroupedKernel(kernel);
            string code = ((PTXCompiledKernel)backend.Compile(entry, default)).PTXAssembly;
            int lines = code.Count(c => c == '\n'), registers = Registers().Matches(code).Sum(m => int.Parse(m.Groups[1].Value)), shared = SharedBytes().Matches(code).Sum(m => int.Parse(m.Groups[1].Value));
            bool isLocal = code.Contains(".local", StringComparison.Ordinal);
            output.WriteLine($"{kernel.DeclaringType!.Name + "." + kernel.Name,-45} {lines,6} {registers,10} {shared,7} {(isLocal ? "yes" : "no"),6}");
            Assert.False(isLocal);
            Assert.InRange(lines, 1, MaxLines);
            Assert.InRange(shared, 0, MaxSharedBytes);
        });
    }

    /// <summary>Returns the kernels: the public methods of the classes whose names end in Kernels.</summary>
    private static IEnumerable<MethodInfo> Kernels() => typeof(ProductKernels).Assembly.GetTypes()
        .Where(type => type.Namespace == typeof(ProductKernels).Namespace && type.Name.EndsWith("Kernels", StringComparison.Ordinal))
        .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
        .Select(method => method.IsGenericMethodDefinition ? method.MakeGenericMethod(typeof(WideTile)) : method);

    [GeneratedRegex(@"\.reg \.[a-z0-9]+\s+%[a-z]+<(\d+)>")]
    private static partial Regex Registers();

    [GeneratedRegex(@"\.shared .*\[(\d+)\]")]
    private static partial Regex SharedBytes();
}
