using System.Reflection;
using System.Reflection.PortableExecutable;
using PixelGpt.Cli;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Cli;

/// <summary>A release build has machine code in addition to IL, so that commands start without JIT compilation.</summary>
public class AheadOfTimeTests
{
    private const string Output = "src/PixelGpt.Cli/bin/Release/net10.0";

    [AheadOfTimeTheory]
    [InlineData("PixelGpt.Cli.dll")]
    [InlineData("PixelGpt.dll")]
    [InlineData("System.CommandLine.dll")]
    [InlineData("Spectre.Console.dll")]
    [InlineData("Spectre.Console.Ansi.dll")]
    public void The_program_and_its_libraries_have_machine_code(string assembly)
    {
        using var image = new PEReader(File.OpenRead(Path.Combine(Checkout.Root, Output, assembly)));
        Assert.True(image.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size > 0, $"{assembly} has IL only");
    }

    /// <summary>A theory that is skipped unless the build compiled ahead of time, which the metadata of the assembly records.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class AheadOfTimeTheoryAttribute : TheoryAttribute
    {
        public AheadOfTimeTheoryAttribute()
        {
            if (!typeof(CommandLine).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Any(m => m.Key == "AheadOfTime"))
                Skip = "needs a release build for a platform that can be compiled for ahead of time";
        }
    }
}
