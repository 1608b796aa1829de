using System.Globalization;
using PixelGpt.Tests.Fuzzing.Targets;

namespace PixelGpt.Tests.Fuzzing;

/// <summary>
/// Tests that every reader returns a result or its own error for any bytes, in bounded memory and time. The environment
/// variables <c>PIXELGPT_FUZZ</c> and <c>PIXELGPT_FUZZ_SEED</c> set the number of inputs per reader and the seed; a table row
/// per reader is appended to the file <c>PIXELGPT_FUZZ_REPORT</c>.
/// </summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int InputsInSuite = 2000;

    public static TheoryData<string> Readers => new(FuzzTargets.All.Keys);

    [Theory]
    [MemberData(nameof(Readers))]
    public void Any_bytes_result_in_a_value_or_a_clear_error(string reader)
    {
        int inputs = int.Parse(Environment.GetEnvironmentVariable("PIXELGPT_FUZZ") ?? $"{InputsInSuite}", CultureInfo.InvariantCulture);
        ulong seed = ulong.Parse(Environment.GetEnvironmentVariable("PIXELGPT_FUZZ_SEED") ?? "1", CultureInfo.InvariantCulture);
        using FuzzTarget target = FuzzTargets.All[reader]();
        var run = new FuzzRun(target, seed);
        run.Run(inputs);
        output.WriteLine("| reader | inputs | read | refused | most memory, MiB | slowest, ms | findings |");
        output.WriteLine(run.Summary());
        if (Environment.GetEnvironmentVariable("PIXELGPT_FUZZ_REPORT") is { Length: > 0 } report) File.AppendAllText(report, run.Summary() + "\n");
        Assert.True(run.Findings.Count == 0, string.Join('\n', run.Findings));
        Assert.Equal(inputs, run.Accepted + run.Refused);

        // If nearly all inputs are accepted or refused, the mutations do not test the reader well.
        Assert.InRange(run.Accepted, inputs / 50, inputs * 19 / 20);
    }

    [Theory]
    [MemberData(nameof(Readers))]
    public void Seeds_are_valid_and_inputs_are_reproducible(string reader)
    {
        using FuzzTarget target = FuzzTargets.All[reader]();
        foreach (byte[] seed in target.Seeds) target.Read(seed);
        for (long iteration = 0; iteration < 50; iteration++)
            Assert.Equal(new FuzzRun(target, 7).Input(iteration), new FuzzRun(target, 7).Input(iteration));
    }
}
