using PixelGpt.Studio.Contracts;
using PixelGpt.Studio.Models;
using PixelGpt.Studio.Training;

namespace PixelGpt.Tests.Studio;

public sealed class ClientMessageTests
{
    [Theory]
    [InlineData("/home/ann/my pictures/hero.png: unreadable PNG: the file is truncated", "hero.png: unreadable PNG: the file is truncated")]
    [InlineData("/home/ann/data/pixels.txt:3: expected 30 numbers", "pixels.txt:3: expected 30 numbers")]
    [InlineData("Access to the path '/home/ann/my runs/demo/config.json' is denied.", "Access to the path 'config.json' is denied.")]
    [InlineData("the run could not be moved to /home/ann/runs/demo; close other programs", "the run could not be moved to demo; close other programs")]
    [InlineData(@"C:\Users\ann\runs\demo\config.json: no such file", "config.json: no such file")]
    [InlineData("demo/config.json: no such file", "demo/config.json: no such file")]
    [InlineData("send the request to /api/v1/completions; /openapi/v1.json describes it", "send the request to /api/v1/completions; /openapi/v1.json describes it")]
    [InlineData("see https://example.org/a/b for 12 pixels/s and and/or", "see https://example.org/a/b for 12 pixels/s and and/or")]
    public void Only_the_names_of_files_remain_of_absolute_paths(string message, string expected)
    {
        if (OperatingSystem.IsWindows() || !message.Contains('\\')) Assert.Equal(expected, ClientMessage.WithoutFolders(message));
    }

    [Fact]
    public void Paths_in_the_models_folder_are_relative_to_it()
    {
        var folders = new ModelFolders("runs");
        Assert.Equal(Path.Combine("demo", "model.safetensors") + ": damaged", folders.Describe(new InputException($"{Path.Combine(folders.Root, "demo", "model.safetensors")}: damaged")));
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public void A_failed_evaluation_has_no_internals_in_its_message(Exception failure, string expected)
    {
        var job = new EvaluationJob("demo", _ => throw failure, new ModelFolders("runs").Describe);
        job.Run();
        Assert.Equal((EvaluationState.Failed, expected), (job.Status.State, job.Status.Problem));
    }

    public static TheoryData<Exception, string> Failures => new()
    {
        { new InvalidCastException("Unable to cast object of type 'System.String' to type 'PixelGpt.Data.Sprite'."), "internal error; the studio's console output has the details" },
        { new OperationCanceledException(), "the studio was closed" },
        { new FailureException("/home/ann/data/pixels.txt: could not be read"), "pixels.txt: could not be read" },
    };
}
