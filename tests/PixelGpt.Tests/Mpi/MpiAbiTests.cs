using PixelGpt.Runs;
using PixelGpt.Tests.Cli;
using PixelGpt.Tests.Infrastructure;
using PixelGpt.Tests.Runs;

namespace PixelGpt.Tests.Mpi;

/// <summary>Trains with a library that has the standard binary interface of MPI 5.0.</summary>
public sealed class MpiAbiTests : IDisposable
{
    private readonly CliFixture _fixture = new(inMemory: true);
    private readonly TemporaryFolder _library = new();

    public void Dispose()
    {
        _library.Dispose();
        _fixture.Dispose();
    }

    [AbiFact]
    public async Task A_job_with_the_standard_interface_trains_the_bits_of_one_process()
    {
        await AbiLibrary.CompileAsync(_library);
        await _fixture.TrainAsync("one");
        string output = await MpiJob.SucceedAsync("mpich", 2, [$"LD_LIBRARY_PATH={_library.Path}", "PIXELGPT_MPI=abi", .. _fixture.TrainArguments("job", "--epochs", "2"), "--mpi"]);
        Assert.Contains($"2 ranks on 1 host, {AbiLibrary.Version}", output);
        RunFixture.AssertSame(new RunFolder(_fixture["one"]), new RunFolder(_fixture["job"]));
    }

    /// <summary>A fact that needs MPICH and a compiler.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class AbiFactAttribute : FactAttribute
    {
        public AbiFactAttribute()
        {
            Skip = AbiLibrary.SkipReason;
        }
    }
}
