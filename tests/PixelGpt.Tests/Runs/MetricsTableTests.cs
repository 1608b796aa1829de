using System.Globalization;
using System.Text.Json.Nodes;
using PixelGpt.Runs;

namespace PixelGpt.Tests.Runs;

public sealed class MetricsTableTests : IDisposable
{
    private readonly RunFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void The_table_has_the_values_of_the_json_lines()
    {
        RunFolder run = _fixture.Train("run", stopAfter: 6);
        _fixture.Resume(run);
        string[] lines = File.ReadAllLines(run["metrics.csv"]), names = lines[0].Split(',');
        string[] json = File.ReadAllLines(run.Metrics);
        Assert.Equal(json.Length + 1, lines.Length);
        foreach ((string row, string line) in lines.Skip(1).Zip(json))
        {
            JsonNode expected = JsonNode.Parse(line)!;
            Assert.All(names.Zip(row.Split(',')), cell => Assert.Equal((double?)expected[cell.First] ?? 0, double.Parse(cell.Second, CultureInfo.InvariantCulture)));
        }
    }

    [Fact]
    public void An_unknown_value_is_empty() =>
        Assert.Equal(
            "epoch,loss,dev_loss,accuracy,train_seconds,eval_seconds,tokens_per_second,learning_rate,grad_norm,skipped_steps\n1,1.5,,,2,0.25,1000,1E-05,,0\n",
            MetricsTable.Write([new() { Epoch = 1, Loss = 1.5, TrainSeconds = 2, EvalSeconds = 0.25, TokensPerSecond = 1000, LearningRate = 1e-5 }]));

    [Fact]
    public void A_run_of_an_earlier_version_gets_its_table_when_it_is_resumed()
    {
        RunFolder run = _fixture.Train("run", stopAfter: 6);
        File.Delete(run["metrics.csv"]);
        _fixture.Resume(run, stopAfter: 0);
        Assert.Equal(2, File.ReadAllLines(run["metrics.csv"]).Length);
    }

    [Fact]
    public void The_gradient_norm_of_a_resumed_epoch_is_that_of_an_uninterrupted_one()
    {
        RunFolder whole = _fixture.Train("whole"), resumed = _fixture.Train("resumed", stopAfter: 6);
        _fixture.Resume(resumed);
        Assert.Equal(MetricsLog.Load(whole.Metrics).Epochs.Select(m => m.GradNorm), MetricsLog.Load(resumed.Metrics).Epochs.Select(m => m.GradNorm));
        Assert.All(MetricsLog.Load(whole.Metrics).Epochs, m => Assert.True(m.GradNorm > 0));
    }
}
