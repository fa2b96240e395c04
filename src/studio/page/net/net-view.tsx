export const NetView = () => <p>soon</p>;
