using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Cli;

/// <summary>Every command refuses weights that are not finite, with exit code 2 and the name of the file and the tensor.</summary>
public sealed class NonFiniteWeightsCommandTests(TrainedRunFixture trained) : IClassFixture<TrainedRunFixture>, IDisposable
{
    private const string Tensor = "transformer.ln_f.weight";

    private readonly TemporaryFolder _folder = new();

    private string Run => _folder["run"];

    private string Weights => Path.Combine(Run, "model.safetensors");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public async Task Complete_evaluate_and_convert_refuse_a_model(float value)
    {
        TemporaryFolder.Copy(trained.Run, Run);
        WeightsFile.Set(Weights, Tensor, value, 2);
        string expected = $"{Weights}: tensor '{Tensor}' has 1 of 16 values";
        Assert.Contains(expected, await CliFixture.RefusedAsync("complete", Run, "--out", _folder["out"]));
        Assert.Contains(expected, await CliFixture.RefusedAsync("evaluate", Run, "--out", _folder["out"]));
        Assert.Contains(expected, await CliFixture.RefusedAsync("convert", Weights, "--out", _folder["out"]));
        Assert.False(Directory.Exists(_folder["out"]));
    }

    [Theory]
    [InlineData(Tensor)]
    [InlineData("exp_avg." + Tensor)]
    [InlineData("exp_avg_sq." + Tensor)]
    [InlineData("best." + Tensor)]
    public async Task Train_does_not_resume_from_such_checkpoints(string tensor)
    {
        TemporaryFolder.Copy(trained.Run, Run);
        foreach (string name in (string[])["checkpoint.safetensors", "checkpoint.previous.safetensors"]) WeightsFile.Set(Path.Combine(Run, name), tensor, float.NaN, 2);
        string error = await CliFixture.RefusedAsync("train", "--resume", "--out", Run, "--epochs", "9");
        foreach (string name in (string[])["checkpoint.safetensors", "checkpoint.previous.safetensors"]) Assert.Contains($"{name}: tensor '{tensor}' has 1 of 16 values", error);
    }

    [Fact]
    public async Task Weights_so_large_that_the_outputs_overflow_are_a_failure()
    {
        TemporaryFolder.Copy(trained.Run, Run);
        WeightsFile.Set(Weights, Tensor, float.MaxValue, [.. Enumerable.Range(0, 16)]);
        foreach (string[] command in (string[][])[["complete", Run, "--out", _folder["out"]], ["complete", Run, "--num-beams", "2", "--out", _folder["out"]], ["evaluate", Run, "--out", _folder["out"]]])
        {
            CliResult result = await CliFixture.RunAsync(command);
            Assert.Equal(1, result.Code);
            Assert.Contains("not finite", result.Error);
            Assert.DoesNotContain("internal error", result.Error);
        }
    }
}
