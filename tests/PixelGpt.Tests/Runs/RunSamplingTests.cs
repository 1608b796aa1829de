using PixelGpt.Data;
using PixelGpt.Generation;
using PixelGpt.Models;
using PixelGpt.Runs;
using PixelGpt.Tests.Infrastructure;
using PixelGpt.Training;

namespace PixelGpt.Tests.Runs;

public sealed class RunSamplingTests : IDisposable
{
    private static readonly GenerationOptions FamilyDefault = new() { DoSample = true, TopP = 0.95 };

    private readonly TemporaryFolder _folder = new();
    private readonly SpriteDataset _data = TinyModels.Dataset();

    private RunFolder Folder => new(_folder["run"]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Training_writes_sampling_that_was_chosen_on_dev()
    {
        RunSampling sampling = Train()!;
        Assert.Equal(5, sampling.Calibration!.Sprites);
        Assert.Equal(sampling.Calibration.Options, sampling.Options);
        Assert.Equal(sampling.Options, GenerationConfigFile.Load(Folder));
        string text = File.ReadAllText(Folder.GenerationConfig);
        Assert.Contains(ModelDescription.ChecksumOf(Folder.Weights)!, text);
        Assert.Contains("\"do_sample\": true", text);
    }

    [Fact]
    public void A_resumed_run_is_calibrated_again_only_if_its_weights_change()
    {
        Train();
        byte[] before = File.ReadAllBytes(Folder.GenerationConfig);
        Assert.Null(Resume(null));
        Assert.Equal(before, File.ReadAllBytes(Folder.GenerationConfig));
        Assert.NotNull(Resume(4)!.Calibration);
        Assert.Contains(ModelDescription.ChecksumOf(Folder.Weights)!, File.ReadAllText(Folder.GenerationConfig));
    }

    [Theory]
    [InlineData("""{"do_sample": true, "temperature": 0.7}""")]
    [InlineData("""{"do_sample": true, "temperature": 0.7, "top_p": 0.95, "calibration": {"sprites": 0, "temperature": 1, "top_p": 0.95}}""")]
    [InlineData("""{"do_sample": true, "temperature": 1, "top_p": 0.95, "top_k": 9, "calibration": {"sprites": 0, "temperature": 1, "top_p": 0.95}}""")]
    [InlineData("""{"do_sample": true, "temperature": 1, "top_p": 0.95, "calibration": [1]}""")]
    [InlineData("damaged")]
    public void A_file_that_the_user_changed_is_not_replaced(string text)
    {
        Train();
        File.WriteAllText(Folder.GenerationConfig, text);
        Assert.Equal(new RunSampling(null, null), Resume(4));
        Assert.Equal(text, File.ReadAllText(Folder.GenerationConfig));
    }

    [Fact]
    public void A_file_that_existed_before_the_run_is_not_replaced()
    {
        Directory.CreateDirectory(Folder.Path);
        File.WriteAllText(Folder.GenerationConfig, """{"do_sample": false}""");
        Assert.Equal(new RunSampling(null, null), Train());
        Assert.Equal(GenerationOptions.Greedy, GenerationConfigFile.Load(Folder));
    }

    [Fact]
    public void Without_a_dev_split_the_default_of_the_family_remains()
    {
        var data = new SpriteDataset("no dev", _data.Palette, _data.Width, _data.Height, [new("train", _data["train"])]);
        Assert.Equal(new RunSampling(FamilyDefault, null), Train(data: data));
        Assert.Equal(FamilyDefault, GenerationConfigFile.Load(Folder));
    }

    [Fact]
    public void An_interrupted_run_has_the_default_of_the_family()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Assert.Null(Train(stop: stop.Token));
        Assert.Equal(FamilyDefault, GenerationConfigFile.Load(Folder));
        Assert.NotNull(Resume(null)!.Calibration);
    }

    [Fact]
    public void A_model_of_a_greedy_family_has_no_file()
    {
        Assert.Null(Train("gpt2"));
        Assert.False(File.Exists(Folder.GenerationConfig));
    }

    [Fact]
    public void Calibrating_preserves_other_values_of_the_file()
    {
        Train("gpt2");
        File.WriteAllText(Folder.GenerationConfig, """{"eos_token_id": 3, "top_k": 5, "temperature": 0.1}""");
        var model = PixelModel.Load(Folder.Path);
        GenerationOptions expected = RunSampling.Calibrate(Folder, model, _data["dev"], 0.6, 1).Options;
        Assert.Equal(expected, GenerationConfigFile.Load(Folder));
        Assert.Contains("\"eos_token_id\": 3", File.ReadAllText(Folder.GenerationConfig));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Processes_that_train_together_choose_the_sampling_of_one_process(int size)
    {
        Train();
        string expected = File.ReadAllText(Folder.GenerationConfig);
        var shared = new RunFolder(_folder["shared"]);
        Assert.All(
            ThreadGroup.Run(size, group =>
            {
                if (group.Rank > 0) return TrainingWorker.Train(group, _data, 1);
                using var run = TrainingRun.Create(shared, TinyModels.Config("pixelgpt"), RunFixture.Reference, _data, RunFixture.Recipe with { Epochs = 2 }, 1, group: group);
                return run.Train(new Listener());
            }),
            Assert.True);
        Assert.Equal(expected, File.ReadAllText(shared.GenerationConfig));
    }

    private RunSampling? Train(string family = "pixelgpt", SpriteDataset? data = null, CancellationToken stop = default)
    {
        using var run = TrainingRun.Create(Folder, TinyModels.Config(family), RunFixture.Reference, data ?? _data, RunFixture.Recipe with { Epochs = 2 }, 1);
        run.Train(new Listener(), stop);
        return run.Sampling;
    }

    private RunSampling? Resume(int? epochs)
    {
        using var run = TrainingRun.Resume(Folder, RunFixture.Reference, _data, epochs, 2);
        Assert.True(run.Train(new Listener()));
        return run.Sampling;
    }

    private sealed class Listener : IRunListener
    {
        public void StepDone(in StepReport report)
        {
        }

        public void EpochDone(EpochMetrics metrics, bool isBest)
        {
        }
    }
}
