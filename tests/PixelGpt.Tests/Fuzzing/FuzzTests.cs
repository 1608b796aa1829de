using System.Globalization;
using PixelGpt.Tests.Fuzzing.Targets;
using Xunit.Abstractions;

namespace PixelGpt.Tests.Fuzzing;

/// <summary>
/// Every reader takes any bytes and answers with a result or its own error, in bounded memory and time. A few thousand
/// inputs each here; <c>PIXELGPT_FUZZ=200000 dotnet test -c Release --filter Fuzz</c> feeds more, of another
/// <c>PIXELGPT_FUZZ_SEED</c> where that is set, and adds a line a reader to the file <c>PIXELGPT_FUZZ_REPORT</c>.
/// </summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int InputsInSuite = 2000;

    public static TheoryData<string> Readers => new(FuzzTargets.All.Keys);

    [Theory]
    [MemberData(nameof(Readers))]
    public void Any_bytes_give_a_result_or_a_clear_error(string reader)
    {
        int inputs = int.Parse(Environment.GetEnvironmentVariable("PIXELGPT_FUZZ") ?? $"{InputsInSuite}", CultureInfo.InvariantCulture);
        ulong seed = ulong.Parse(Environment.GetEnvironmentVariable("PIXELGPT_FUZZ_SEED") ?? "1", CultureInfo.InvariantCulture);
        using FuzzTarget target = FuzzTargets.All[reader]();
        var run = new FuzzRun(target, seed);
        run.Go(inputs);
        output.WriteLine("| reader | inputs | read | refused | most memory, MiB | slowest, ms | findings |");
        output.WriteLine(run.Summary());
        if (Environment.GetEnvironmentVariable("PIXELGPT_FUZZ_REPORT") is { Length: > 0 } report) File.AppendAllText(report, run.Summary() + "\n");
        Assert.True(run.Findings.Count == 0, string.Join('\n', run.Findings));
        Assert.Equal(inputs, run.Accepted + run.Refused);

        // Changes that are never noticed, or always, test nothing behind the first look.
        Assert.InRange(run.Accepted, inputs / 50, inputs * 19 / 20);
    }

    [Theory]
    [MemberData(nameof(Readers))]
    public void The_seeds_are_read_and_an_input_can_be_made_again(string reader)
    {
        using FuzzTarget target = FuzzTargets.All[reader]();
        foreach (byte[] seed in target.Seeds) target.Read(seed);
        for (long iteration = 0; iteration < 50; iteration++)
            Assert.Equal(new FuzzRun(target, 7).Input(iteration), new FuzzRun(target, 7).Input(iteration));
    }
}
